/** A long conversation: where it opens, and that the place is kept while older messages come. */
import { expect } from '@playwright/test';
import { find, picture, sendAs, test } from './person.ts';

const numbered = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => `Message number ${from + index}.${' And some words more, to fill a line or two.'.repeat(index % 3)}`);

test('older messages load while scrolling up, and nothing jumps', async ({ member }) => {
  const ann = await member('ann');
  const ben = await member('ben');
  await sendAs(ann.name, ben.name, numbered(1, 60));
  await find(ben, ann.name);
  const messages = ben.page.getByRole('region', { name: `Messages with ${ann.name}` });
  const newest = messages.getByText('Message number 60.');
  await ben.page.getByRole('button', { name: /new message|Jump to latest/ }).click();
  await expect(newest).toBeInViewport();
  await expect(messages.getByText('Message number 1.')).not.toBeAttached();

  // A message in sight stays where it is while a page is loaded above it.
  await messages.hover();
  for (let turn = 0; turn < 30 && !(await messages.getByText('Message number 1.', { exact: true }).isVisible()); turn++) {
    await ben.page.mouse.wheel(0, -500);
    const before = await placeOfFirstInSight(ben.page);
    await ben.page.waitForTimeout(150);
    expect(Math.abs((await placeOf(ben.page, before.key)) - before.top), `of ${before.key}`).toBeLessThanOrEqual(1);
  }

  await expect(messages.getByText('begins.')).toBeAttached();
  const shown = await messages.getByRole('listitem').filter({ hasText: 'Message number' }).allInnerTexts();
  expect(shown.map((text) => Number(/number (\d+)\./.exec(text)?.[1]))).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));

  await ann.page.reload();
  await find(ann, ben.name);
  await ann.say('Something newer.');
  await expect(ben.page.getByRole('button', { name: '1 new message' })).toBeVisible();
  await picture(ben, 'history-jump-to-latest');
  await ben.page.getByRole('button', { name: '1 new message' }).click();
  await expect(messages.getByText('Something newer.')).toBeInViewport();
});

test('a conversation opens at the first unread message', async ({ member }) => {
  const ann = await member('ann');
  const ben = await member('ben');
  await sendAs(ann.name, ben.name, numbered(1, 14));
  await expect(ben.page.getByText('14 unread messages')).toBeAttached();

  await ben.page.getByRole('link', { name: ann.name }).click();

  await expect(ben.page.getByText('New messages', { exact: true })).toBeInViewport();
  await expect(ben.page.getByText('Message number 1.', { exact: true })).toBeInViewport();
  await expect(ben.page.getByRole('region').getByText('Message number 14.')).not.toBeInViewport();
  await picture(ben, 'history-first-unread');
  await expect(ben.page).toHaveTitle(/^\(14\)/);

  await ben.page.getByRole('button', { name: '14 new messages' }).click();

  await expect(ben.page).not.toHaveTitle(/^\(/);
});

type Browser = import('@playwright/test').Page;

/** After the frame in which scrolling has taken effect. */
const placeOfFirstInSight = (page: Browser): Promise<{ key: string; top: number }> =>
  page.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const edge = document.querySelector('[role="region"]')?.getBoundingClientRect().top ?? 0;
    const row = [...document.querySelectorAll('[data-key]')].find((candidate) => candidate.getBoundingClientRect().top >= edge);
    return { key: row?.getAttribute('data-key') ?? '', top: row?.getBoundingClientRect().top ?? 0 };
  });

const placeOf = (page: Browser, key: string): Promise<number> =>
  page.evaluate((wanted) => document.querySelector(`[data-key="${wanted}"]`)?.getBoundingClientRect().top ?? Number.NaN, key);
