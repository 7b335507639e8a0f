/** What was not read: where a conversation opens, and that nothing counts as read before it was in sight. */
import { expect } from '@playwright/test';
import {
  PASSWORD,
  type Person,
  find,
  openAccount,
  openRow,
  picture,
  readUpTo,
  rowOf,
  sendAs,
  signIn,
  test,
} from './person.ts';

const numbered = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => `Unread number ${from + index}.`);

/** Gives the window the focus, or takes it away, as another window would. */
const setFocus = ({ page }: Person, focused: boolean): Promise<void> =>
  page.evaluate((has) => {
    document.hasFocus = () => has;
    window.dispatchEvent(new Event(has ? 'focus' : 'blur'));
  }, focused);

test('a conversation opens at the first unread message, however many there are', async ({ member }) => {
  const mona = await member('unread-mona');
  const nils = await member('unread-nils');
  await sendAs(mona.name, nils.name, numbered(1, 130));
  await expect(rowOf(nils, mona.name)).toHaveAccessibleName(/130 unread messages/);

  await openRow(nils, mona.name);

  const messages = nils.page.getByRole('region', { name: 'Messages with' });
  await expect(messages.getByText('New messages', { exact: true })).toBeInViewport();
  await expect(messages.getByText('Unread number 1.', { exact: true })).toBeInViewport();
  await expect(nils.page).toHaveTitle(/^\(130\)/);
  await nils.page.getByRole('button', { name: '130 new messages' }).click();
  await expect(messages.getByText('Unread number 130.')).toBeInViewport();
  await expect(nils.page).not.toHaveTitle(/^\(/);
});

test('who leaves before the end goes on there the next time, also after the tab was closed', async ({ member }) => {
  const ugo = await member('unread-ugo');
  const vera = await member('unread-vera');
  await openAccount('unread-walt');
  await sendAs(ugo.name, vera.name, numbered(1, 130));
  await sendAs('unread-walt', vera.name, ['Something else.']);
  const messages = vera.page.getByRole('region', { name: 'Messages with' });
  /** Scrolls down bit by bit, as people read. */
  const readOn = async (number: number): Promise<void> => {
    const text = messages.getByText(`Unread number ${number}.`, { exact: true });
    await messages.hover();
    await expect(async () => {
      await vera.page.mouse.wheel(0, 200);
      await expect(text).toBeInViewport({ timeout: 1_000 });
    }).toPass();
  };
  await openRow(vera, ugo.name);
  await readOn(40);

  await openRow(vera, 'unread-walt');
  await expect(rowOf(vera, ugo.name)).toHaveAccessibleName(/[89]\d unread messages/);
  await openRow(vera, ugo.name);

  await expect(messages.getByText('New messages', { exact: true })).toBeInViewport();
  await expect(messages.getByText('Unread number 1.', { exact: true })).not.toBeInViewport();
  await readOn(70);
  // As a browser says it before it closes a tab.
  const marked = vera.page.waitForRequest((request) => request.url().endsWith('/read'));
  await vera.page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await marked;
  await vera.page.reload();
  await expect(messages.getByText('New messages', { exact: true })).toBeInViewport();
  await expect(messages.getByText('Unread number 40.', { exact: true })).not.toBeInViewport();
  await expect(rowOf(vera, ugo.name)).toHaveAccessibleName(/[56]\d unread messages/);
});

test('what arrives while nobody looks is read from its beginning', async ({ member, window }) => {
  const olga = await member('unread-olga');
  // Read before the window opens: what came while it shows the conversation would be read from its beginning, too.
  await openAccount('unread-paul');
  await sendAs(olga.name, 'unread-paul', numbered(1, 20));
  await readUpTo('unread-paul', olga.name, 20);
  const paul = await window('unread-paul');
  await signIn(paul, PASSWORD);
  await find(paul, olga.name);
  const messages = paul.page.getByRole('region', { name: 'Messages with' });
  await expect(messages.getByText('Unread number 20.')).toBeInViewport();
  await expect(paul.page).not.toHaveTitle(/^\(/);

  await setFocus(paul, false);
  await sendAs(olga.name, paul.name, numbered(21, 60));
  await expect(messages.getByText('Unread number 60.')).toBeAttached();
  await setFocus(paul, true);

  await expect(messages.getByText('Unread number 21.')).toBeInViewport();
  await expect(messages.getByText('New messages', { exact: true })).toBeInViewport();
  await expect(messages.getByText('Unread number 60.')).not.toBeInViewport();
  await expect(paul.page).toHaveTitle(/^\(40\)/);
  await paul.page.getByRole('button', { name: '40 new messages' }).click();
  await expect(paul.page).not.toHaveTitle(/^\(/);
});

test('a message of very many lines is folded, and unfolds where it stands', async ({ member }) => {
  const rita = await member('unread-rita');
  const sven = await member('unread-sven');
  await find(sven, rita.name);
  await sendAs(rita.name, sven.name, [`Top${'\n'.repeat(3_000)}bottom`]);
  const { page } = sven;
  const bubble = page.getByRole('region', { name: 'Messages with' }).locator('[data-text]');
  await expect(bubble).toBeInViewport();
  const heightOf = async (): Promise<number> => (await bubble.boundingBox())?.height ?? 0;
  expect(await heightOf()).toBeLessThan(600);

  await page.getByRole('button', { name: 'Show more' }).click();

  await expect.poll(heightOf).toBeGreaterThan(10_000);
  await expect.poll(async () => (await bubble.boundingBox())?.y).toBeGreaterThan(0);
  await page.getByRole('button', { name: 'Show less' }).click();
  await expect.poll(heightOf).toBeLessThan(600);
  await expect(bubble).toBeInViewport();
});

test('the menu of a row opens by mouse and keyboard, and the lists have what it moves', async ({ member }) => {
  const tove = await member('unread-tove');
  const { page } = tove;
  await openAccount('unread-ulf');
  await sendAs('unread-ulf', tove.name, ['Is the drill still free?']);
  const row = page.getByRole('link', { name: /^unread-ulf/ });
  const menu = page.getByRole('group', { name: 'Actions for unread-ulf' });
  const lists = page.getByRole('group', { name: 'Which conversations to show' });

  await lists.getByRole('button', { name: 'Unread (1)' }).click();
  await row.focus();
  await page.keyboard.press('Shift+F10');
  await expect(menu.getByRole('button', { name: 'Mark as read' })).toBeFocused();
  await picture(tove, 'inbox-row-menu');
  await page.keyboard.press('Escape');
  await expect(row).toBeFocused();
  await row.click({ button: 'right' });
  await menu.getByRole('button', { name: 'Mark as read' }).click();
  await expect(page.getByRole('heading', { name: 'You’ve read everything' })).toBeVisible();

  await page.getByRole('button', { name: 'Show all messages' }).click();
  await row.hover();
  await page.getByRole('button', { name: 'Actions for unread-ulf' }).click();
  // The row goes before the server has answered, and the reload would cut the request.
  const archived = page.waitForResponse((response) => response.request().method() === 'PATCH');
  await menu.getByRole('button', { name: 'Archive' }).click();
  expect((await archived).ok()).toBe(true);
  await expect(page.getByRole('heading', { name: 'Everything is archived' })).toBeVisible();
  await expect(row).toHaveCount(0);
  // Somebody who comes back to nothing but archived conversations is told of them, too.
  await page.reload();
  await page.getByRole('button', { name: 'Show the archive' }).click();
  await expect(row).toBeVisible();
  await lists.getByRole('button', { name: 'All', exact: true }).click();
  await expect(row).toHaveCount(0);
  await lists.getByRole('button', { name: 'Archived' }).click();
  await expect(row).toBeVisible();
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 390, height: 844 });
  await picture(tove, 'phone-inbox-archived');
});
