/** An inbox of 500 conversations: the page has a part of it, asks for no row, and the keyboard reaches all of it. */
import { type Page, expect } from '@playwright/test';
import { PASSWORD, forgive, openAccount, picture, signIn, test } from './person.ts';
import { placeAtRest } from './scrolling.ts';

const COUNT = 500;
/** A screen of rows, and some around it. */
const MAX_ROWS = 60;

const nameOf = (index: number): string => `peer-${String(index).padStart(3, '0')}`;

/** Answers for the server: five hundred accounts would take minutes to open. */
async function serveInbox(page: Page): Promise<void> {
  await page.route('**/api/conversations?*', async (route) => {
    const query = new URL(route.request().url()).searchParams;
    const from = Number(query.get('cursor') ?? 0);
    const to = Math.min(COUNT, from + Number(query.get('limit') ?? 50));
    const items = Array.from({ length: to - from }, (_, i) => conversationOf(from + i));
    await route.fulfill({
      json: { items, ...(to < COUNT && { next: String(to) }), ...(from === 0 && { unread: COUNT, requests: 0 }) },
    });
  });
}

function conversationOf(index: number) {
  const peer = nameOf(index);
  const timestamp = new Date(Date.UTC(2026, 0, 1) - index * 60_000).toISOString();
  const message = { id: `long-ida~${peer}.1`, seq: 1, kind: 'message', sender: peer, recipient: 'long-ida' };
  return {
    ...{ peer, peerName: `Person ${index}`, lastSeq: 1, unread: 1, readSeq: 0, muted: false, pinned: false },
    ...{ blocked: false, ...(index % 3 === 0 && { online: true }) },
    lastMessage: { ...message, body: `Text ${index}`, timestamp },
  };
}

test('an inbox of 500 conversations shows a part of itself, and is walked to its end', async ({ window }) => {
  await openAccount('long-ida');
  const ida = await window('long-ida');
  const { page } = ida;
  await serveInbox(page);
  const lookedUp: string[] = [];
  page.on('request', (request) => {
    if (/\/api\/users\/|\/api\/conversations\//.test(request.url())) lookedUp.push(request.url());
  });
  await signIn(ida, PASSWORD);
  const list = page.getByRole('region', { name: 'Messages' });
  const row = (index: number) => list.getByRole('link', { name: new RegExp(`^Person ${index} `) });
  const rows = list.getByRole('listitem');

  await expect(row(0)).toHaveAccessibleName(/^Person 0 peer-000, online, 1 unread message/);
  await expect(list.locator('[aria-setsize="-1"]').first()).toBeVisible();
  await picture(ida, 'long-inbox');
  await row(0).focus();
  // Each End reaches the last one that is loaded, and so loads more.
  await expect(async () => {
    await page.keyboard.press('End');
    await expect(row(COUNT - 1)).toBeFocused({ timeout: 1_000 });
  }).toPass();

  await expect(row(COUNT - 1)).toBeInViewport();
  await expect(list.locator(`[aria-posinset="${COUNT}"][aria-setsize="${COUNT}"]`)).toBeVisible();
  expect(await rows.count()).toBeLessThanOrEqual(MAX_ROWS);
  for (let turn = 0; turn < 30; turn++) await page.keyboard.press('ArrowUp');
  await expect(row(COUNT - 31)).toBeFocused();
  await expect(row(COUNT - 31)).toBeInViewport();
  expect(await rows.count()).toBeLessThanOrEqual(MAX_ROWS);

  // On a narrow screen a conversation takes the place of the list, which is as it was afterwards.
  await page.setViewportSize({ width: 390, height: 800 });
  await row(COUNT - 31).scrollIntoViewIfNeeded();
  // Once the list has taken its new width.
  const before = (await placeAtRest(row(COUNT - 31)))?.y ?? 0;
  expect(lookedUp).toEqual([]);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(nameOf(COUNT - 31)));
  await page.goBack();
  await expect(row(COUNT - 31)).toBeFocused();
  const moved = async () => Math.abs(((await row(COUNT - 31).boundingBox())?.y ?? 0) - before);
  await expect.poll(moved).toBeLessThanOrEqual(1);

  await page.keyboard.press('Home');
  await expect(row(0)).toBeFocused();
  await expect(row(0)).toBeInViewport();
  await page.keyboard.press('p');
  await expect(row(1)).toBeFocused();
  // The server does not know whose conversation was opened.
  forgive(ida, /404/);
});
