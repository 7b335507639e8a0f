/** Other apps share with the page: a form, which only its worker answers. */
import { type BrowserContextOptions, type Page, expect } from '@playwright/test';
import { PASSWORD, type Person, forgive, openAccount, picture, signIn, signOut, test } from './person.ts';
import { photo } from './photos.ts';

const WITH_WORKER: BrowserContextOptions = { serviceWorkers: 'allow' };

interface Given {
  readonly text?: string;
  readonly url?: string;
  readonly picture?: readonly number[];
}

/** Posts a form as the browser does for another app, in the scope of the worker. */
async function share(page: Page, given: Given): Promise<void> {
  const arrived = page.waitForURL(/shared=/);
  await page.evaluate(({ text = '', url = '', picture: bytes }) => {
    const form = document.createElement('form');
    Object.assign(form, { method: 'post', action: '/share', enctype: 'multipart/form-data' });
    for (const [name, value] of Object.entries({ title: '', text, url })) {
      const field = document.createElement('textarea');
      Object.assign(field, { name, value });
      form.append(field);
    }
    if (bytes) {
      const files = new DataTransfer();
      files.items.add(new File([new Uint8Array(bytes)], 'holiday.jpg', { type: 'image/jpeg' }));
      const field = document.createElement('input');
      Object.assign(field, { type: 'file', name: 'files' });
      form.append(field);
      field.files = files.files;
    }
    document.body.append(form);
    // Once this has returned: the page goes away.
    setTimeout(() => form.submit());
  }, given);
  await arrived;
}

const dialogOf = ({ page }: Person) => page.getByRole('dialog', { name: 'Send to' });

async function waitForWorker(page: Page): Promise<void> {
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
}

test('a picture and a link of another app go to the person who is chosen', async ({ member }) => {
  await openAccount('share-otto');
  const nora = await member('share-nora', WITH_WORKER);
  const { page } = nora;
  await waitForWorker(page);

  await share(page, { text: 'Our garden', url: 'https://garden.example', picture: [...(await photo(page)).buffer] });

  const dialog = dialogOf(nora);
  await expect(dialog).toContainText('Our garden');
  await expect(dialog).toContainText('holiday.jpg');
  await picture(nora, 'share-light');
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 390, height: 844 });
  await picture(nora, 'phone-share-dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1280, height: 800 });

  // Until it is decided, a reload asks once more.
  await page.reload();
  await dialog.getByRole('combobox').fill('share-otto');
  await dialog.getByRole('option', { name: 'share-otto' }).click();

  await expect(nora.composer).toHaveValue('Our garden\nhttps://garden.example');
  const tray = page.getByRole('list', { name: 'Files to send' });
  await expect(tray.getByRole('img')).toBeVisible();
  await picture(nora, 'share-draft-light');
  await nora.composer.press('Enter');
  await expect(page.getByRole('main').getByText('Our garden').last()).toBeVisible();
  await expect(page.getByText('Sent', { exact: true }).first()).toBeVisible();
});

test('what is shared while nobody is signed in waits for that, and is nobody else’s', async ({ window }) => {
  await openAccount('share-mona');
  await openAccount('share-jens');
  const mona = await window('share-mona', WITH_WORKER);
  const { page } = mona;
  await page.goto('/sign-in');
  await waitForWorker(page);

  await share(page, { text: 'for later' });
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await page.getByLabel('Username or email address').fill('share-mona');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByLabel('Password', { exact: true }).press('Enter');
  await expect(dialogOf(mona)).toContainText('for later');

  const address = page.url();
  await page.keyboard.press('Escape');
  await expect(dialogOf(mona)).toHaveCount(0);
  await share(page, { text: 'of mona alone' });
  await expect(dialogOf(mona)).toContainText('of mona alone');
  const second = page.url();
  await page.goto('/conversations');
  await signOut(mona);
  await signIn({ ...mona, name: 'share-jens' }, PASSWORD);
  for (const left of [address, second]) {
    await page.goto(left);
    await expect(page.getByRole('dialog', { name: 'Nothing to send' })).toBeVisible();
  }
  // What the page was asking while its person left.
  forgive(mona, /status of 401/);
});

test('without a worker, the page says that what was shared did not arrive', async ({ member }) => {
  const person = await member('share-paul');
  await share(person.page, { text: 'lost' });

  const dialog = person.page.getByRole('dialog', { name: 'Nothing to send' });
  await expect(dialog).toContainText('share it once more');
  await picture(person, 'share-nothing-light');
  await dialog.getByRole('button', { name: 'OK' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(person.page).toHaveURL(/\/conversations$/);
});
