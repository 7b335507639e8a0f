/** The page when it is installed: its service worker, which the other tests block. */
import { type BrowserContextOptions, type Page, expect } from '@playwright/test';
import { forgive, test } from './person.ts';

const WITH_WORKER: BrowserContextOptions = { serviceWorkers: 'allow' };

/** Waits until the worker has kept the whole page. */
async function workerOf(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
}

test('the page is installable, and starts without a network with what waits to be sent', async ({ member }) => {
  await member('told-walt');
  const person = await member('told-vera', WITH_WORKER);
  const { page } = person;
  await workerOf(page);
  const devtools = await page.context().newCDPSession(page);
  const { errors } = await devtools.send('Page.getAppManifest');
  expect(errors).toEqual([]);
  const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors');
  expect(installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito')).toEqual([]);

  await page.goto('/conversations/told-walt');
  await expect(person.composer).toBeVisible();
  await page.context().setOffline(true);
  await person.say('written without a network');
  await page.reload();

  await expect(page.getByRole('list').getByRole('link', { name: /told-walt/ })).toBeVisible();
  await expect(page.getByText('written without a network').first()).toBeVisible();
  await page.goto('/needs');
  await expect(page.getByRole('heading', { name: 'Needs' })).toBeVisible();

  await page.context().setOffline(false);
  await page.goto('/conversations/told-walt');
  await expect(page.getByRole('main').getByText('written without a network')).not.toHaveCount(0);
  await expect(page.getByText('Sent', { exact: true }).first()).toBeVisible();
  forgive(person, /ERR_INTERNET_DISCONNECTED/);
});
