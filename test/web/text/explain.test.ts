/** Refusals are worded in the language of the page. */
import { afterEach, describe, expect, it } from 'vitest';
import { ApiProblem } from '#client/problem.ts';
import { explain } from '#web/src/text/explain.ts';
import { turkish } from '#web/src/words/tr/catalog.ts';
import { translate } from '#web/src/words/words.ts';

const refusal = (code: string): ApiProblem =>
  new ApiProblem({ status: 409, code, title: 'Refused', detail: 'In English.', errors: { name: 'Must be short' } });

afterEach(() => translate(undefined));

describe('a refusal', () => {
  it('is worded by the API in English, and its fields get a full stop', () => {
    expect(explain(refusal('closed'))).toEqual({ detail: 'In English.', errors: { name: 'Must be short.' } });
  });

  it.each(['closed', 'too-many-requests', 'of-a-later-version'])(
    'shows no English where the page has none: %s',
    (code) => {
      translate(turkish);

      expect(JSON.stringify(explain(refusal(code)))).not.toMatch(/English|short/);
    },
  );
});
