/** Pictures and files: sent from one window to another, kept through a reload and without a connection, and deleted. */
import { type Locator, type Page, expect } from '@playwright/test';
import { find, forgive, messagesOf, openMenu, picture, rowOf, sent, test } from './person.ts';
import { PHONE, atPhone, bytesOf, pasteScreenshot, pdf, photo, pick, sizesOf } from './photos.ts';
import { placeAtRest } from './scrolling.ts';

/** What Chromium logs when a request fails. */
const FAILED_REQUEST = /ERR_(FAILED|ABORTED|INTERNET_DISCONNECTED)|WebSocket connection to|status of (4\d\d|503)/;

const messages = (page: Page): Locator => messagesOf({ page });
const send = (page: Page): Promise<void> => page.getByRole('button', { name: 'Send', exact: true }).click();
const tray = (page: Page): Locator => page.getByRole('list', { name: 'Files to send' });
/** Waits until this number of files is ready to be sent. */
const ready = (page: Page, count: number): Promise<void> =>
  expect(tray(page).getByRole('button', { name: /^Remove/ })).toHaveCount(count);

test('two people exchange a photo, a PDF and a screenshot, at a desk and on a phone', async ({ member }) => {
  const ada = await member('files-ada');
  const ben = await member('files-ben', PHONE);
  await find(ada, ben.name);
  await find(ben, ada.name);

  await pick(ada.page, await photo(ada.page), pdf('lease.pdf'));
  await ready(ada.page, 2);
  await ada.page.getByRole('button', { name: 'Describe Photo' }).click();
  await ada.page.getByLabel('What it shows').fill('A sunset over the sea');
  await picture(ada, 'files-describe');
  await ada.page.getByRole('button', { name: 'Save' }).click();
  await ada.composer.fill('From the walk');
  await picture(ada, 'files-tray');
  await send(ada.page);
  await sent(ada, 'From the walk');
  await picture(ada, 'files-sent');

  const received = messages(ben.page).getByRole('img', { name: 'A sunset over the sea' });
  // Turned upright, and 1,600 pixels high.
  expect(await sizesOf(received, 1)).toEqual([[1_200, 1_600]]);
  const bytes = await bytesOf(received);
  expect(bytes.slice(0, 3)).toBe('ÿØÿ');
  expect(bytes).not.toContain('Exif');
  await expect(messages(ben.page).getByText('From the walk')).toBeVisible();
  await picture(ben, 'files-received-phone');
  const download = ben.page.waitForEvent('download');
  await ben.page.getByRole('button', { name: 'Download lease.pdf' }).click();
  expect((await download).suggestedFilename()).toBe('lease.pdf');

  await pasteScreenshot(ben.page, ben.composer);
  await ready(ben.page, 1);
  await picture(ben, 'files-tray-phone');
  await send(ben.page);
  expect(await sizesOf(messages(ada.page).getByRole('img', { name: 'Photo' }), 1)).toEqual([[800, 500]]);

  await ada.page.goto('/conversations');
  await expect(rowOf(ada, ben.name)).toContainText('Photo');
  await picture(ada, 'files-inbox');
});

test('a picture is looked at by keyboard, and found again among all of a conversation', async ({ member }) => {
  const cleo = await member('files-cleo');
  const dan = await member('files-dan', { colorScheme: 'dark' });
  const { page } = dan;
  await find(cleo, dan.name);
  await find(dan, cleo.name);
  let showPictures = () => {};
  const mayShow = new Promise<void>((resolve) => (showPictures = resolve));
  await page.route('**/files/**', async (route) => {
    await mayShow;
    await route.fallback();
  });
  await pick(cleo.page, await photo(cleo.page, 'one.jpg'), await photo(cleo.page, 'two.jpg'), pdf('map.pdf'));
  await ready(cleo.page, 3);
  await send(cleo.page);
  const shown = messages(page).getByRole('button', { name: 'Photo 1 of 2' });
  await expect(shown).toBeVisible();
  const first = messages(page).getByRole('img').first();
  const before = await placeAtRest(first);
  showPictures();
  await sizesOf(messages(page).getByRole('img'), 2);
  expect(await placeAtRest(first), 'nothing jumps').toEqual(before);

  await shown.focus();
  await page.keyboard.press('Enter');
  const viewer = page.getByRole('dialog', { name: 'Picture 1 of 2' });
  await expect(viewer.getByRole('img')).toBeVisible();
  await picture(dan, 'files-viewer');
  await page.keyboard.press('+');
  await expect(viewer.getByRole('button', { name: 'Zoom out (-)' })).toHaveAttribute('aria-disabled', 'false');
  await page.keyboard.press('0');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('dialog', { name: 'Picture 2 of 2' })).toBeVisible();
  for (let press = 0; press < 8; press++) await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.closest('dialog') !== null), 'the focus stays').toBe(true);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(shown).toBeFocused();

  await page.getByRole('button', { name: 'Conversation actions' }).click();
  await page.getByRole('button', { name: 'Photos and files' }).click();
  const media = page.getByRole('dialog', { name: 'Photos and files' });
  await sizesOf(media.getByRole('img'), 2);
  await picture(dan, 'files-media');
  await media.getByText('Files (1)').click();
  await expect(media.getByText('map.pdf')).toBeVisible();
  await picture(dan, 'files-media-files');
  await page.keyboard.press('Escape');
});

test('files survive a reload in the middle of sending, and a line that is cut, and arrive once', async ({ member }) => {
  const eli = await member('files-eli');
  const fee = await member('files-fee');
  const { page } = eli;
  await find(eli, fee.name);
  await find(fee, eli.name);
  let uploads = 0;
  await page.route('**/files/**', async (route) => {
    if (route.request().method() !== 'POST') return route.fallback();
    uploads++;
    return undefined;
  });
  await pick(page, await photo(page), pdf('lease.pdf'));
  await ready(page, 2);
  await page.reload();
  await ready(page, 2);
  await eli.composer.fill('Both of them');
  await send(page);
  await expect(page.getByRole('progressbar')).toBeVisible();
  await expect.poll(() => uploads).toBeGreaterThan(0);
  await picture(eli, 'files-sending');
  await page.reload();
  await expect(messages(page).getByText('Both of them')).toBeVisible();
  await sizesOf(messages(page).getByRole('img'), 1);
  await page.unroute('**/files/**');
  await page.reload();

  await expect(messages(fee.page).getByText('lease.pdf')).toBeVisible();
  await sizesOf(messages(fee.page).getByRole('img'), 1);

  await page.context().setOffline(true);
  await pick(page, pdf('later.pdf'));
  await ready(page, 1);
  await send(page);
  await expect(page.getByRole('button', { name: 'Cancel' })).toBeVisible();
  await page.context().setOffline(false);
  await expect(messages(fee.page).getByText('later.pdf')).toHaveCount(1);
  await expect(messages(fee.page).getByRole('button', { name: /^Download/ })).toHaveCount(2);
  forgive(eli, FAILED_REQUEST);
});

test('a message with a picture can be cancelled, taken back when it fails, forwarded, and deleted for both', async ({
  member,
}) => {
  const gus = await member('files-gus');
  const hal = await member('files-hal');
  const { page } = gus;
  await find(gus, hal.name);
  await find(hal, gus.name);
  const stop = (status: number) =>
    page.route('**/api/attachments', (route) =>
      route.fulfill({ status, contentType: 'application/problem+json', body: refusal(status) }),
    );

  await stop(413);
  await pick(page, await photo(page));
  await ready(page, 1);
  await send(page);
  await expect(page.getByRole('alert')).toContainText('Not sent. This file is too large.');
  await picture(gus, 'files-failed');
  await page.getByRole('button', { name: 'Edit' }).click();
  await ready(page, 1);
  await page.unroute('**/api/attachments');
  await send(page);

  await sizesOf(messages(hal.page).getByRole('img'), 1);
  await openMenu(messages(hal.page).locator('[data-seq]').first());
  await hal.page.getByRole('button', { name: 'Forward…' }).click();
  await hal.page.getByRole('combobox').fill('notes');
  await expect(hal.page.getByRole('option', { selected: true })).toContainText('Notes to yourself');
  await picture(hal, 'files-forward');
  await atPhone(hal, () => picture(hal, 'files-forward-phone-dark'));
  await hal.page.keyboard.press('Enter');
  await hal.page.getByRole('dialog').getByRole('button', { name: 'Forward', exact: true }).click();
  await expect(hal.page.getByRole('heading', { name: 'Notes to yourself' })).toBeVisible();
  await expect(hal.page.getByText('Sent', { exact: true }).last()).toBeAttached();
  await sizesOf(messages(hal.page).getByRole('img'), 1);
  await find(hal, gus.name);

  await openMenu(messages(page).locator('[data-seq]').first());
  await page.getByRole('button', { name: 'Delete…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(messages(hal.page).getByText(/deleted/)).toBeVisible();
  await expect(messages(hal.page).getByRole('img')).toHaveCount(0);
  // What was forwarded is a file of its own.
  await hal.page.goto(`/conversations/${hal.name}`);
  await sizesOf(messages(hal.page).getByRole('img'), 1);
  forgive(gus, FAILED_REQUEST);
});

const refusal = (status: number): string =>
  JSON.stringify({
    type: 'urn:message-center:too-large',
    title: 'Too large',
    status,
    detail: 'This file is too large.',
    code: 'too-large',
    requestId: 'r',
  });
