/** Losing the network, and having it back. */
import { expect } from '@playwright/test';
import { find, picture, test } from './person.ts';

/** What Chromium itself writes to the console when a request meets no network. */
const NO_NETWORK = /ERR_INTERNET_DISCONNECTED|WebSocket connection to/;

test('what was said while the network was away comes when it is back, both ways', async ({ member }) => {
  const kofi = await member('kofi');
  const lena = await member('lena');
  await find(kofi, lena.name);
  await find(lena, kofi.name);
  await kofi.say('Before');
  await expect(lena.page.getByRole('listitem').getByText('Before')).toBeVisible();

  await lena.page.context().setOffline(true);
  await kofi.say('While you were away, one');
  await kofi.say('While you were away, two');
  await lena.say('From a tunnel');
  await expect(lena.page.getByText('Sending', { exact: true })).toBeAttached();
  await expect(lena.page.getByText('No connection')).toBeVisible();
  await expect(lena.page.getByRole('listitem').getByText('While you were away')).toHaveCount(0);
  await picture(lena, 'connection-offline');
  await lena.page.context().setOffline(false);

  await expect(lena.page.getByRole('listitem').getByText('While you were away, two')).toBeVisible();
  await expect(kofi.page.getByRole('listitem').getByText('From a tunnel')).toBeVisible();
  await expect(lena.page.getByText('Sending', { exact: true })).toHaveCount(0);
  await expect(lena.page.getByText('No connection')).toHaveCount(0);
  for (const { page } of [kofi, lena]) {
    const bodies = page.getByRole('region').locator('p[dir="auto"]');
    await expect(bodies).toHaveText(['Before', 'While you were away, one', 'While you were away, two', 'From a tunnel']);
  }
  const expected = lena.complaints.filter((complaint) => NO_NETWORK.test(complaint));
  for (const complaint of expected) lena.complaints.splice(lena.complaints.indexOf(complaint), 1);
});

test('a page that can not reach the API says so and tries again when asked', async ({ window }) => {
  const somebody = await window('somebody');
  await somebody.page.route('**/config.json', (route) => route.abort());
  await somebody.page.goto('/');

  await expect(somebody.page.getByRole('alert')).toContainText('can’t be reached');
  await picture(somebody, 'start-failed');
  await somebody.page.unroute('**/config.json');
  await somebody.page.getByRole('button', { name: 'Try again' }).click();

  await expect(somebody.page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  somebody.complaints.splice(0, somebody.complaints.length, ...somebody.complaints.filter((complaint) => !complaint.includes('ERR_FAILED')));
});
