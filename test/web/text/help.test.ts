/** How much a person has helped, in words. */
import { expect, it } from 'vitest';
import { helpText } from '#web/src/text/help.ts';

const createdAt = '2026-03-15T12:00:00.000Z';

it.each([
  [{ posts: 0, people: 0, more: false }, 'Here since March 2026'],
  [{ posts: 1, people: 1, more: false }, 'Helped once · thanked by 1 person · here since March 2026'],
  [{ posts: 7, people: 5, more: false }, 'Helped 7 times · thanked by 5 people · here since March 2026'],
  [{ posts: 200, people: 90, more: true }, 'Helped 200+ times · thanked by 90+ people · here since March 2026'],
])('says %j', (help, text) => {
  expect(helpText({ ...help, createdAt })).toBe(text);
});
