/** Notifications are in the language of the page, also where the worker shows them. */
import { afterEach, describe, expect, it } from 'vitest';
import { wordsOf } from '#web/src/text/notification.ts';
import { speak } from '#web/worker/speaking.ts';

const thanks = {
  ...{ kind: 'thanks', to: 'alice', at: '2026-03-01T12:00:00Z', from: { username: 'zoe', displayName: 'Zoë' } },
  post: { id: 'zoe.1', title: 'A ladder' },
};

afterEach(() => speak());

describe('the words of a notification', () => {
  it.each([
    ['tr', 'Zoë sana teşekkür etti'],
    ['en', 'Zoë thanked you'],
    ['xx', 'Zoë thanked you'],
    [undefined, 'Zoë thanked you'],
  ])('are in the language that was told: %s', (language, title) => {
    speak(language);

    expect(wordsOf(thanks)).toMatchObject({ title, body: 'A ladder' });
  });
});
