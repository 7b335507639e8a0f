/** Names in a script from the right, in lines of a language from the left. */
import { renderHook } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { usePageTitle } from '#web/src/hooks/use-page-title.ts';
import { notifications } from '#web/src/words/notifications.ts';
import { report } from '#web/src/words/report.ts';
import { turkish } from '#web/src/words/tr/catalog.ts';
import { translate } from '#web/src/words/words.ts';

const DAVID = 'דוד (2)';

afterEach(() => translate(undefined));

describe('a name that is written from the right', () => {
  it('does not turn the order of a text that mentions it, in any language', () => {
    expect(notifications.newMessagesFrom(3, DAVID)).toBe(`3 new messages from \u2068${DAVID}\u2069`);

    translate(turkish);

    expect(notifications.newMessageFrom(DAVID)).toContain(`\u2068${DAVID}\u2069`);
  });

  it('does not turn the order of the title of the window', () => {
    renderHook(() => usePageTitle(DAVID, 2));

    expect(document.title).toBe(`(2) \u2068${DAVID}\u2069 · Message Center`);
  });
});

it('other names, and elements, stay as they are', () => {
  const element = <bdi>{DAVID}</bdi>;

  expect(notifications.newMessageFrom('Zoë')).toBe('New message from Zoë');
  expect(report.youBlocked(element)).toContain(element);
});

it('a text in which its writer turned the direction does not turn the rest of the line', () => {
  expect(notifications.newPostFor('\u202edog')).toBe('New post for “\u2068\u202edog\u2069”');
});
