/** A conversation of 5,000 messages: the page holds a part of it, and keeps the reader's place. */
import { type Page, expect } from '@playwright/test';
import { PASSWORD, find, openAccount, openRow, picture, readUpTo, sendAs, signIn, test, writeAs } from './person.ts';
import { expectAt, firstInSight, scrollBy, scrollToEnd } from './scrolling.ts';

const COUNT = 5_000;
const READ = 3_000;
const MAX_ROWS = 400;

test('a conversation of 5,000 messages opens at the first unread one and shows a part of itself', async ({
  window,
}) => {
  await openAccount('long-lena');
  await openAccount('long-max');
  await writeAs('long-lena', 'long-max', COUNT, 'Long message');
  await readUpTo('long-max', 'long-lena', READ);
  const max = await window('long-max');
  const { page } = max;
  const pages: string[] = [];
  const marks: string[] = [];
  page.on('request', (request) => {
    const { pathname, search } = new URL(request.url());
    if (/\/(messages|log)$/.test(pathname) && request.method() === 'GET') pages.push(pathname + search);
    if (pathname.endsWith('/read')) marks.push(request.postData() ?? '');
  });
  await signIn(max, PASSWORD);
  await openRow(max, 'long-lena');
  const messages = page.getByRole('region', { name: 'Messages with' });

  await expect(messages.getByText('New messages', { exact: true })).toBeInViewport();
  await expect(messages.locator(`[data-seq="${READ + 1}"]`)).toBeInViewport();
  await picture(max, 'long-first-unread');
  expect(pages.length, pages.join()).toBeLessThanOrEqual(5);
  expect(await rowsOf(page)).toBeLessThanOrEqual(MAX_ROWS);

  // Down, and up again past where it opened: nothing jumps, and the far end goes.
  for (const pixels of [2_500, -2_500])
    for (let turn = 0; turn < 15; turn++) {
      await scrollBy(page, pixels);
      expect(await rowsOf(page)).toBeLessThanOrEqual(MAX_ROWS);
    }
  // The day of what is in sight floats over the list while it moves, for the eyes alone.
  const day = page.locator('p[data-shown][aria-hidden]');
  await messages.hover();
  await expect(async () => {
    await page.mouse.wheel(0, -200);
    await expect(day).toHaveText(/\S/, { timeout: 1_000 });
  }).toPass();
  await expect(day).toHaveCount(0);
  for (const end of ['first', 'first', 'first', 'last', 'last', 'last'] as const) {
    await scrollToEnd(page, end);
    expect(await rowsOf(page)).toBeLessThanOrEqual(MAX_ROWS);
  }

  // What arrives moves nothing, and what was not in sight is unread.
  const before = await firstInSight(page);
  await sendAs('long-lena', 'long-max', ['Something newer.']);
  await expect(page).toHaveTitle(/^\(2001\)/);
  await expectAt(page, before);
  expect(marks).toEqual([]);

  const read = page.waitForRequest(/\/read$/);
  await page.getByRole('button', { name: '2001 new messages' }).click();
  await expect(messages.getByText('Something newer.')).toBeInViewport();
  await read;
  await expect(page).not.toHaveTitle(/^\(/);
  expect(marks).toEqual([JSON.stringify({ seq: COUNT + 1 })]);

  // A link opens at its message, with the keyboard there.
  // It is one that the other person has copied: it says `long-max` where she sees him.
  await page.goto('/conversations/long-max?at=long-lena~long-max.1234');
  await expect(messages.locator('[data-seq="1234"]')).toBeInViewport();
  await expect(messages.locator('[data-seq="1234"]')).toBeFocused();
  expect(await rowsOf(page)).toBeLessThanOrEqual(MAX_ROWS);
  await picture(max, 'long-linked');

  // What is sent from there is shown.
  await max.say('From far back.');
  await expect(messages.getByText('From far back.')).toBeInViewport();
  await expect(messages.locator(`[data-seq="${COUNT + 2}"]`)).toBeInViewport();
});

test('a conversation that receives 1,000 messages keeps its rows few', async ({ member }) => {
  const nora = await member('long-nora');
  await openAccount('long-otto');
  await find(nora, 'long-otto');
  const messages = nora.page.getByRole('region', { name: 'Messages with' });

  await writeAs('long-otto', 'long-nora', 1_000, 'Received');

  // They are read from their beginning: the first of them may have been seen to arrive alone.
  await expect(nora.page.getByRole('button', { name: /^(9\d\d|1000) new messages$/ })).toBeVisible();
  await expect(messages.locator('[data-seq="2"]')).toBeInViewport();
  expect(await rowsOf(nora.page)).toBeLessThanOrEqual(MAX_ROWS);
});

const rowsOf = (page: Page): Promise<number> => page.locator('[data-key]').count();
