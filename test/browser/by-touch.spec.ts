/** All that people do every day on a phone, by fingers alone. */
import { type Locator, type Page, expect } from '@playwright/test';
import { PASSWORD, openAccount, picture, publishAs, rowOf, sendAs, test } from './person.ts';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** More than a busy machine needs to show what a finger has opened. */
const SHOWN_MS = 5_000;

/** Taps something that goes away by it. Right after a swipe or a long press, Chromium now and then makes no click. */
async function tapAway(target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  await expect(async () => {
    if (await target.isVisible()) await target.tap({ timeout: SHOWN_MS });
    await expect(target).toBeHidden({ timeout: SHOWN_MS });
  }).toPass();
}

/** The fingers of a window: what Playwright's `tap` does not do. */
async function fingersOn(page: Page) {
  const touch = await page.context().newCDPSession(page);
  const finger = async (
    type: 'touchStart' | 'touchMove' | 'touchEnd',
    place?: { readonly x: number; readonly y: number },
  ): Promise<void> => {
    await touch.send('Input.dispatchTouchEvent', { type, touchPoints: place ? [place] : [] });
  };
  const placeOf = async (target: Locator): Promise<{ x: number; y: number }> => {
    const { x, y } = (await target.boundingBox()) ?? { x: 0, y: 0 };
    return { x: x + 20, y: y + 8 };
  };
  return {
    /** Rests on an element until something has opened; once more where the element moved under the finger. */
    rest: (target: Locator, opened: Locator): Promise<void> =>
      expect(async () => {
        await finger('touchStart', await placeOf(target));
        await expect(opened)
          .toBeVisible({ timeout: SHOWN_MS })
          .finally(() => finger('touchEnd'));
      }).toPass(),
    /** Swipes an element until something has opened. */
    swipe: (target: Locator, meanwhile: () => Promise<unknown>, opened: Locator): Promise<void> =>
      expect(async () => {
        const start = await placeOf(target);
        await finger('touchStart', start);
        for (const dx of [10, 30, 50, 70]) await finger('touchMove', { ...start, x: start.x + dx });
        await meanwhile();
        await finger('touchEnd');
        await expect(opened).toBeVisible({ timeout: SHOWN_MS });
      }).toPass(),
  };
}

test('messages are written, changed, forwarded, selected and listed by touch', async ({ window, member }) => {
  test.slow();
  await Promise.all(['touch-conny', 'touch-emre'].map(openAccount));
  const dorle = await member('touch-dorle', { ...PHONE, colorScheme: 'dark' });
  await sendAs(dorle.name, 'touch-conny', ['Shall we meet at noon?', 'Or at one?']);
  const conny = await window('touch-conny', { ...PHONE, permissions: ['clipboard-read', 'clipboard-write'] });
  const { page } = conny;
  const { rest, swipe } = await fingersOn(page);
  const button = (name: string): Locator => page.getByRole('button', { name, exact: true });
  const messages = page.getByRole('region', { name: /^Messages with/ });
  const messageOf = (text: string): Locator => messages.getByRole('listitem').filter({ hasText: text }).first();
  const textOf = (text: string): Locator => messageOf(text).locator('[data-text]');
  const row = rowOf(conny, dorle.name);
  /** Chooses from the menu that resting on an element opens. */
  const choose = async (target: Locator, name: string): Promise<void> => {
    await rest(target, button(name));
    await tapAway(button(name));
  };

  await test.step('sign in, and open a conversation', async () => {
    await page.goto('/sign-in');
    await page.getByLabel('Username or email address').fill(conny.name);
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await button('Sign in').tap();
    await tapAway(row);
    await expect(textOf('Or at one?')).toBeVisible();
  });

  await test.step('reply by a swipe, and change the answer', async () => {
    const replying = page.getByRole('group', { name: 'Replying' });
    const take = () => page.screenshot({ path: 'test-results/screenshots/swipe-phone.png' });
    await swipe(textOf('Or at one?'), take, replying);
    await expect(replying).toContainText('Or at one?');
    await conny.composer.fill('At nooon!');
    await expect(async () => {
      if ((await conny.composer.inputValue()) !== '') await button('Send').tap({ timeout: SHOWN_MS });
      await expect(conny.composer).toHaveValue('', { timeout: SHOWN_MS });
    }).toPass();
    await expect(messageOf('At nooon!').getByText('Sent')).toBeAttached();
    await choose(textOf('At nooon!'), 'Edit');
    await page.getByRole('textbox', { name: 'Edit message' }).fill('At noon!');
    await button('Save').tap();
    await expect(messageOf('At noon!')).toContainText('edited');
  });

  await test.step('react with an emoji of the picker', async () => {
    await rest(textOf('Or at one?'), button('More emoji…'));
    await picture(conny, 'message-sheet-phone-light');
    await tapAway(button('More emoji…'));
    await page.getByRole('searchbox', { name: 'Find an emoji' }).fill('ladder');
    await button('ladder').tap();
    await expect(button('🪜 1: you')).toBeVisible();
    await tapAway(rowOf(dorle, conny.name));
    await dorle.page.getByRole('button', { name: 'Emoji', exact: true }).tap();
    await expect(dorle.page.getByRole('button', { name: 'grinning face', exact: true })).toBeVisible();
    await picture(dorle, 'emoji-phone-dark');
  });

  await test.step('select several, copy and delete them', async () => {
    await choose(textOf('At noon!'), 'Select…');
    await messageOf('Shall we meet at noon?').tap();
    await expect(page.getByText('2 messages selected')).toBeVisible();
    await picture(conny, 'selecting-phone-light');
    await button('Copy').tap();
    await expect(page.getByText('2 messages copied.')).toBeVisible();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/Shall we meet at noon\?\n.*At noon!$/);
    await button('Delete…').tap();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).tap();
    await expect(messages.getByText('This message was deleted.')).toHaveCount(1);
    await expect(conny.composer).toBeVisible();
  });

  await test.step('forward a message', async () => {
    await choose(textOf('Or at one?'), 'Forward…');
    await page.getByRole('combobox').fill('touch-emre');
    await page.getByRole('option', { name: 'touch-emre' }).tap();
    await button('Forward').tap();
    await expect(page.getByRole('heading', { name: 'touch-emre', exact: true })).toBeVisible();
    await expect(messageOf('Or at one?').getByText('Sent')).toBeAttached();
    await page.getByRole('link', { name: 'Back to the list' }).tap();
  });

  await test.step('mute, pin and archive from the menu of the row, and undo', async () => {
    await choose(row, 'Mute for an hour');
    await expect(row).toHaveAccessibleName(/muted/);
    await button('Undo').tap();
    await expect(row).not.toHaveAccessibleName(/muted/);
    await choose(row, 'Pin to top');
    await expect(row).toHaveAccessibleName(/pinned/);
    await rest(row, button('Archive'));
    await picture(conny, 'row-sheet-phone-light');
    await tapAway(button('Archive'));
    await expect(row).toHaveCount(0);
    await button('Undo').tap();
    await expect(row).toBeVisible();
    // Last, since a picture may take longer than the note stays.
    await choose(row, 'Mute for an hour');
    await expect(button('Undo')).toBeVisible();
    await picture(conny, 'toast-phone-light');
  });
});

test('people, settings and needs are reached by touch', async ({ member }) => {
  test.slow();
  const greta = await member('touch-greta', PHONE);
  const { page } = greta;
  await openAccount('touch-henk');
  await publishAs('touch-henk', 'My bell does not ring');
  await sendAs('touch-henk', greta.name, ['Buy these pills!']);
  const button = (name: string | RegExp): Locator => page.getByRole('button', { name, exact: true });
  const heading = (name: string): Locator => page.getByRole('heading', { name, level: 1, exact: true });
  const dialog = page.getByRole('dialog');

  await test.step('open the profile, block, unblock and report', async () => {
    await tapAway(rowOf(greta, 'touch-henk'));
    await page.getByRole('heading', { level: 1 }).getByRole('link').tap();
    await button('More about touch-henk').tap();
    await picture(greta, 'profile-sheet-phone-light');
    await button('Block touch-henk…').tap();
    await dialog.getByRole('button', { name: 'Block' }).tap();
    await expect(page.getByText('You’ve blocked touch-henk.')).toBeVisible();
    await button('Unblock').tap();
    await expect(page.getByRole('link', { name: 'Message', exact: true })).toBeVisible();
    await button('More about touch-henk').tap();
    await button('Report touch-henk…').tap();
    await page.getByLabel('Reason').selectOption('Spam or advertising');
    await picture(greta, 'report-phone-light');
    await dialog.getByRole('button', { name: 'Report' }).tap();
    await expect(page.getByRole('dialog', { name: 'Thank you' })).toBeVisible();
    await button('Close').tap();
    await page.getByRole('link', { name: 'Back' }).tap();
    await page.getByRole('link', { name: 'Back to the list' }).tap();
  });

  await test.step('find a conversation', async () => {
    await button('Find a conversation or a person').tap();
    await button('Cancel').tap();
    await expect(dialog).toBeHidden();
    await button('Find a conversation or a person').tap();
    await page.getByRole('combobox', { name: 'Find a conversation or a person' }).fill('touch-h');
    await page.getByRole('option', { name: /^touch-henk/ }).tap();
    await expect(heading('touch-henk')).toBeVisible();
    await page.getByRole('link', { name: 'Back to the list' }).tap();
  });

  await test.step('change a switch, the colors, the density, the size of the text and the language', async () => {
    const root = page.locator('html');
    await button(/^You,/).tap();
    await page.getByRole('link', { name: 'Settings' }).tap();
    await page.getByRole('link', { name: /^Privacy/ }).tap();
    await page.getByRole('switch', { name: 'Read receipts' }).tap();
    await expect(page.getByRole('switch', { name: 'Read receipts' })).not.toBeChecked();
    await picture(greta, 'privacy-phone-light');
    await page.getByRole('link', { name: 'Back to the list' }).tap();
    await page.getByRole('link', { name: /^Appearance/ }).tap();
    await button('Dark').tap();
    await expect(root).toHaveAttribute('data-theme', 'dark');
    await button('Compact').tap();
    await expect(root).toHaveAttribute('data-density', 'compact');
    await button('Türkçe').tap();
    await expect(heading('Görünüm')).toBeVisible();
    await button('Daha büyük').tap();
    await expect(root).toHaveCSS('font-size', '20.8px');
    await picture(greta, 'appearance-phone-turkish-dark');
    // Long words in large letters, and three things in one line.
    await page.goto('/needs');
    await expect(heading('İhtiyaçlar')).toBeVisible();
    await picture(greta, 'needs-phone-turkish-dark');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    const words = await page.locator('nav a > span:last-child').all();
    const boxes = await Promise.all(words.map((word) => word.boundingBox()));
    const gaps = boxes.slice(1).map((box, i) => (box?.x ?? 0) - (boxes[i]?.x ?? 0) - (boxes[i]?.width ?? 0));
    expect(boxes.length).toBe(3);
    expect(Math.min(...gaps), 'pixels between words of the bar').toBeGreaterThanOrEqual(0);
    await page.goBack();
    await button('English').tap();
    await button('Normal').tap();
    await page.getByRole('link', { name: 'Back to the list' }).tap();
  });

  await test.step('post a need', async () => {
    await page.getByRole('link', { name: 'Needs', exact: true }).tap();
    await page.getByRole('link', { name: 'Ask for help' }).tap();
    await page.getByLabel('What do you need?').fill('A pump for an hour');
    await button('Publish').tap();
    await expect(page.getByRole('heading', { name: 'A pump for an hour' }).last()).toBeVisible();
    await page.getByRole('link', { name: 'Back to the list' }).tap();
  });

  await test.step('answer the need of somebody else', async () => {
    await page.getByRole('feed').getByRole('article', { name: 'My bell does not ring' }).getByRole('link').tap();
    await page.getByRole('link', { name: 'I can help' }).tap();
    await expect(page.getByRole('group', { name: 'Writing about a post' })).toContainText('My bell does not ring');
    await greta.composer.fill('Is it the battery?');
    await button('Send').tap();
    await expect(page.getByRole('region', { name: /^Messages with/ }).getByText('Is it the battery?')).toBeVisible();
  });
});
