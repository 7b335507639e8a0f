/** All that people do every day, by the keyboard alone: nothing here clicks, or gives the focus to anything. */
import { type Locator, type Page, expect } from '@playwright/test';
import { PASSWORD, openAccount, picture, publishAs, sendAs, test } from './person.ts';

/** More than any screen here has between two places. */
const PRESSES = 80;

/** Presses a key until an element has the focus: Tab leads to it, or arrow keys do. */
async function go(page: Page, key: string, target: Locator): Promise<void> {
  await expect(target).toBeAttached();
  for (let presses = 0; presses < PRESSES; presses++) {
    await page.keyboard.press(key);
    // oxlint-disable-next-line no-await-in-loop
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  await expect(target, `what ${key} leads to`).toBeFocused({ timeout: 1 });
}

/** Goes to an element, and presses it. */
async function enter(page: Page, key: string, target: Locator): Promise<void> {
  await go(page, key, target);
  await page.keyboard.press('Enter');
}

test('messages are found, written, changed, forwarded, selected and listed by keys alone', async ({ window }) => {
  // One long visit, in place of a sign-in for each part of it.
  test.slow();
  await Promise.all(['keys-kim', 'keys-lea', 'keys-max'].map(openAccount));
  await sendAs('keys-lea', 'keys-kim', ['The ladder is in the shed.', 'The rope is with Max.']);
  await sendAs('keys-max', 'keys-kim', ['Good morning!']);
  const kim = await window('keys-kim', { permissions: ['clipboard-read', 'clipboard-write'] });
  const { page } = kim;
  const { keyboard } = page;
  const button = (name: string | RegExp): Locator => page.getByRole('button', { name, exact: true });
  const messages = page.getByRole('region', { name: /^Messages with/ });
  const messageOf = (text: string): Locator => messages.getByRole('listitem').filter({ hasText: text }).first();
  const opened = (name: string): Promise<void> =>
    expect(page.getByRole('heading', { name, level: 1, exact: true })).toBeVisible();
  /** From the composer, where Shift+Tab leads to the menu of the last message. */
  const toMenuOf = async (text: string): Promise<void> => {
    await go(page, 'Shift+Tab', messages.locator('button[tabindex="0"][aria-expanded]'));
    const menu = messageOf(text).getByRole('button', { name: 'Message actions' });
    if (!(await menu.evaluate((element) => element === document.activeElement))) await go(page, 'ArrowUp', menu);
  };
  const choose = async (text: string, action: string): Promise<void> => {
    await toMenuOf(text);
    await keyboard.press('Enter');
    await enter(page, 'ArrowDown', button(action));
  };

  await test.step('sign in', async () => {
    await page.goto('/sign-in');
    await expect(page.getByLabel('Username or email address')).toBeFocused();
    await keyboard.type(kim.name);
    await go(page, 'Tab', page.getByLabel('Password', { exact: true }));
    await keyboard.type(PASSWORD);
    await keyboard.press('Enter');
    await opened('Messages');
  });

  await test.step('open a conversation by Ctrl+K, write, and change what was written', async () => {
    await keyboard.press('Control+k');
    await expect(page.getByRole('combobox')).toBeFocused();
    await keyboard.press('Escape');
    await expect(page.getByRole('combobox')).toHaveCount(0);
    await keyboard.press('Control+k');
    await expect(page.getByRole('combobox')).toBeFocused();
    await keyboard.type('keys-lea');
    await expect(page.getByRole('option', { name: 'keys-lea', selected: true })).toBeVisible();
    await keyboard.press('Enter');
    await expect(kim.composer).toBeFocused();
    await keyboard.type('Frist line');
    await keyboard.press('Shift+Enter');
    await keyboard.type('second line');
    await keyboard.press('Enter');
    await expect(messageOf('Frist line').getByText('Sent')).toBeAttached();
    await keyboard.press('ArrowUp');
    await expect(page.getByRole('textbox', { name: 'Edit message' })).toHaveValue('Frist line\nsecond line');
    await keyboard.press('Control+A');
    await keyboard.type('First line');
    await keyboard.press('Enter');
    await expect(messageOf('First line')).toContainText('edited');
    await expect(kim.composer).toBeFocused();
  });

  await test.step('reply, and react with an emoji of the picker', async () => {
    await toMenuOf('The ladder is in the shed.');
    await keyboard.press('ArrowLeft');
    await expect(button('Reply to this')).toBeFocused();
    await keyboard.press('Enter');
    await expect(page.getByRole('group', { name: 'Replying' })).toContainText('The ladder is in the shed.');
    await expect(kim.composer).toBeFocused();
    await keyboard.type('I see it.');
    await keyboard.press('Enter');
    await expect(messageOf('I see it.').locator('blockquote')).toContainText('The ladder is in the shed.');

    await choose('The ladder is in the shed.', 'More emoji…');
    await expect(page.getByRole('searchbox', { name: 'Find an emoji' })).toBeFocused();
    await keyboard.type('ladder');
    // The list of emoji loads with its first use.
    await expect(button('ladder')).toBeVisible();
    await keyboard.press('Enter');
    await expect(button('🪜 1: you')).toBeVisible();
  });

  await test.step('forward a message, and come back by Alt and an arrow', async () => {
    await go(page, 'Tab', kim.composer);
    await choose('The rope is with Max.', 'Forward…');
    await expect(page.getByRole('combobox')).toBeFocused();
    await keyboard.type('keys-max');
    await expect(page.getByRole('option', { name: 'keys-max', selected: true })).toBeVisible();
    await keyboard.press('Enter');
    await enter(page, 'Shift+Tab', button('Forward'));
    await opened('keys-max');
    await expect(messageOf('The rope is with Max.').getByText('Sent')).toBeAttached();
    const list = page.getByRole('region', { name: 'Messages', exact: true });
    await expect(list.getByRole('link').first()).toHaveAccessibleName(/^keys-max/);
    await keyboard.press('Alt+ArrowDown');
    await opened('keys-lea');
  });

  await test.step('select several, copy and delete them', async () => {
    await expect(kim.composer).toBeFocused();
    await choose('I see it.', 'Select…');
    await expect(page.getByRole('checkbox', { name: 'Select: You, I see it.' })).toBeFocused();
    await keyboard.press('Shift+ArrowUp');
    await expect(page.getByText('2 messages selected')).toBeVisible();
    await enter(page, 'Tab', button('Copy'));
    await expect(page.getByText('2 messages copied.')).toBeVisible();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/You: First line\n.*You: I see it\.$/);
    await picture(kim, 'selecting-light');
    await enter(page, 'Tab', button('Delete…'));
    await enter(page, 'Tab', page.getByRole('dialog').getByRole('button', { name: 'Delete' }));
    await expect(messages.getByText('This message was deleted.')).toHaveCount(2);
    await expect(kim.composer).toBeVisible();
  });

  await test.step('search the texts, and open a hit', async () => {
    await keyboard.press('Control+k');
    await expect(page.getByRole('combobox')).toBeFocused();
    await keyboard.type('rope');
    const hit = page.getByRole('group', { name: 'In this conversation' }).getByRole('option');
    await expect(hit).toHaveAttribute('aria-selected', 'true');
    await keyboard.press('Enter');
    await expect(messageOf('The rope is with Max.')).toBeFocused();
    await keyboard.press('Escape');
    await expect(page.getByRole('heading', { name: 'Select a conversation' })).toBeVisible();
  });

  await test.step('mute, pin and archive from the menu of the row, and undo', async () => {
    const row = page.getByRole('link', { name: /^keys-lea/ });
    const act = async (name: string): Promise<void> => {
      await expect(row).toBeFocused();
      await keyboard.press('Shift+F10');
      await expect(page.getByRole('group', { name: 'Actions for keys-lea' }).getByRole('button').first()).toBeFocused();
      await enter(page, 'ArrowDown', button(name));
    };
    await act('Mute for an hour');
    await expect(row).toHaveAccessibleName(/muted/);
    await expect(page.getByText('keys-lea is muted until')).toBeVisible();
    await keyboard.press('Control+z');
    await expect(row).not.toHaveAccessibleName(/muted/);
    await act('Pin to top');
    await expect(row).toHaveAccessibleName(/pinned/);
    await act('Archive');
    await expect(row).toHaveCount(0);
    // It stays as long as it has the focus.
    await go(page, 'Tab', button('Undo'));
    await picture(kim, 'toast-light');
    await page.emulateMedia({ colorScheme: 'dark' });
    await picture(kim, 'toast-dark');
    await page.emulateMedia({ colorScheme: 'light' });
    await keyboard.press('Enter');
    await expect(row).toBeVisible();
  });

  await test.step('list all keys', async () => {
    await keyboard.press('Control+/');
    await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
    await picture(kim, 'keys-light');
    await keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  });
});

test('people, settings and needs are reached by keys alone', async ({ member }) => {
  test.slow();
  const nele = await member('keys-nele');
  const { page } = nele;
  const { keyboard } = page;
  await openAccount('keys-otto');
  await publishAs('keys-otto', 'My gate hangs askew');
  await sendAs('keys-otto', nele.name, ['Buy these pills!']);
  const button = (name: string | RegExp): Locator => page.getByRole('button', { name, exact: true });
  const heading = (name: string | RegExp): Locator => page.getByRole('heading', { name, level: 1, exact: true });

  await test.step('show and leave the details beside a conversation', async () => {
    await enter(page, 'Tab', page.getByRole('link', { name: /^keys-otto/ }));
    await expect(nele.composer).toBeFocused();
    await enter(page, 'Shift+Tab', button('Details'));
    await expect(page.getByRole('complementary', { name: 'About keys-otto' })).toBeVisible();
    await picture(nele, 'details-1280-light');
    await page.emulateMedia({ colorScheme: 'dark' });
    await picture(nele, 'details-1280-dark');
    await page.emulateMedia({ colorScheme: 'light' });
    await go(page, 'Tab', button('Close details'));
    await keyboard.press('Escape');
    await expect(page.getByRole('complementary')).toHaveCount(0);
    await expect(button('Details')).toBeFocused();
  });

  await test.step('open the profile, block, unblock and report', async () => {
    await enter(page, 'Shift+Tab', page.getByRole('heading', { level: 1 }).getByRole('link'));
    await expect(page.getByRole('link', { name: 'Message', exact: true })).toBeVisible();
    await enter(page, 'Tab', button('More about keys-otto'));
    await enter(page, 'ArrowDown', button('Block keys-otto…'));
    await enter(page, 'Tab', page.getByRole('dialog').getByRole('button', { name: 'Block' }));
    await expect(page.getByText('You’ve blocked keys-otto.')).toBeVisible();
    await enter(page, 'Tab', button('Unblock'));
    await expect(page.getByRole('link', { name: 'Message', exact: true })).toBeVisible();
    await enter(page, 'Tab', button('More about keys-otto'));
    await enter(page, 'ArrowUp', button('Report keys-otto…'));
    await go(page, 'Tab', page.getByLabel('Reason'));
    await keyboard.type('Spam');
    await expect(page.getByLabel('Reason')).toHaveValue(/.+/);
    await enter(page, 'Tab', page.getByRole('dialog').getByRole('button', { name: 'Report' }));
    await expect(page.getByRole('dialog', { name: 'Thank you' })).toBeVisible();
    await keyboard.press('Enter');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  });

  await test.step('change the colors, the density, the size of the text, the language and a switch', async () => {
    await enter(page, 'Tab', button(/^You,/));
    await enter(page, 'Tab', page.getByRole('link', { name: 'Settings' }));
    const sections = page.getByRole('list').getByRole('link');
    await go(page, 'Tab', sections.first());
    await enter(page, 'ArrowDown', sections.filter({ hasText: 'Appearance' }));
    const root = page.locator('html');
    await enter(page, 'Tab', button('Dark'));
    await expect(root).toHaveAttribute('data-theme', 'dark');
    await enter(page, 'Tab', button('Larger'));
    await expect(root).toHaveCSS('font-size', '20.8px');
    await enter(page, 'Tab', button('Compact'));
    await expect(root).toHaveAttribute('data-density', 'compact');
    await enter(page, 'Shift+Tab', button('Türkçe'));
    await expect(heading('Görünüm')).toBeVisible();
    await expect(root).toHaveAttribute('lang', 'tr');
    await picture(nele, 'appearance-turkish-dark');
    await enter(page, 'Shift+Tab', button('English'));
    await expect(heading('Appearance')).toBeVisible();
    await go(page, 'Shift+Tab', sections.filter({ hasText: 'Appearance' }));
    await enter(page, 'ArrowUp', sections.filter({ hasText: 'Privacy' }));
    await go(page, 'Tab', page.getByRole('switch', { name: 'Read receipts' }));
    await keyboard.press('Space');
    await expect(page.getByRole('switch', { name: 'Read receipts' })).not.toBeChecked();
    await picture(nele, 'privacy-dark');
  });

  await test.step('post a need', async () => {
    await enter(page, 'Shift+Tab', page.getByRole('link', { name: 'Needs', exact: true }));
    await enter(page, 'Tab', page.getByRole('link', { name: 'New post' }).first());
    await go(page, 'Tab', page.getByLabel('What do you need?'));
    await keyboard.type('A hand with a heavy table');
    await enter(page, 'Tab', button('Publish'));
    await expect(page.getByRole('heading', { name: 'A hand with a heavy table' }).last()).toBeVisible();
    await picture(nele, 'needs-own-compact-dark');
  });

  await test.step('come back to where one was last', async () => {
    await page.goto('/');
    await expect(heading('Needs')).toBeVisible();
  });

  await test.step('answer the need of somebody else', async () => {
    const card = page.getByRole('feed').getByRole('article', { name: 'My gate hangs askew' });
    await enter(page, 'Tab', card.getByRole('link'));
    await enter(page, 'Tab', page.getByRole('link', { name: 'I can help' }));
    await expect(page.getByRole('group', { name: 'Writing about a post' })).toContainText('My gate hangs askew');
    await expect(nele.composer).toBeFocused();
    await keyboard.type('I have a spirit level.');
    await keyboard.press('Enter');
    await expect(
      page.getByRole('region', { name: /^Messages with/ }).getByText('I have a spirit level.'),
    ).toBeVisible();
  });
});
