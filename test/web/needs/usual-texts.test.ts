/** What a need says where its writer leaves it as it is, in the language of the page. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { USUAL_REWARD } from '#contract/posts.ts';
import { createPost } from '#contract/routes/posts.ts';
import { requestOf } from '#web/src/needs/use-publishing.ts';
import { readPostDraft } from '#web/src/state/post-draft.ts';
import { turkish } from '#web/src/words/tr/catalog.ts';
import { translate } from '#web/src/words/words.ts';

const ID = '6f1c2f0e-8f0f-4a51-9b57-0f6f3a1c2d3e';
const published = (title: string) =>
  createPost.body.parse(requestOf({ ...readPostDraft('alice').values, title }, ID, new Date().toISOString()));

beforeEach(() => localStorage.clear());
afterEach(() => translate(undefined));

it('in English has the title that the API gives it, and the usual reward', () => {
  expect(published('').title).toBeUndefined();
  expect(published('').reward).toBe(USUAL_REWARD);
});

it('in another language has a title and a reward of that language', () => {
  translate(turkish);

  expect(published(' ')).toMatchObject({ title: 'Yardıma ihtiyacım var!', reward: 'Sana bir kahve ısmarlarım.' });
  expect(published('Merdiven').title).toBe('Merdiven');
});
