/** Losing the network, and having it back. */
import { expect } from '@playwright/test';
import { find, picture, test } from './person.ts';

/** What Chromium itself writes to the console when a request meets no network. */
const NO_NETWORK = /ERR_INTERNET_DISCONNECTED|WebSocket connection to/;

test('what was said while the network was away comes when it is back, both ways', async ({ member }) => {
  const ann = await member('ann');
  const ben = await member('ben');
  await find(ann, ben.name);
  await find(ben, ann.name);
  await ann.say('Before');
  await expect(ben.page.getByRole('listitem').getByText('Before')).toBeVisible();

  await ben.page.context().setOffline(true);
  await ann.say('While you were away, one');
  await ann.say('While you were away, two');
  await ben.say('From a tunnel');
  await expect(ben.page.getByText('Sending', { exact: true })).toBeAttached();
  await expect(ben.page.getByText('No connection')).toBeVisible();
  await expect(ben.page.getByRole('listitem').getByText('While you were away')).toHaveCount(0);
  await picture(ben, 'connection-offline');
  await ben.page.context().setOffline(false);

  await expect(ben.page.getByRole('listitem').getByText('While you were away, two')).toBeVisible();
  await expect(ann.page.getByRole('listitem').getByText('From a tunnel')).toBeVisible();
  await expect(ben.page.getByText('Sending', { exact: true })).toHaveCount(0);
  await expect(ben.page.getByText('No connection')).toHaveCount(0);
  for (const { page } of [ann, ben]) {
    const bodies = page.getByRole('region').locator('p[dir="auto"]');
    await expect(bodies).toHaveText(['Before', 'While you were away, one', 'While you were away, two', 'From a tunnel']);
  }
  const expected = ben.complaints.filter((complaint) => NO_NETWORK.test(complaint));
  for (const complaint of expected) ben.complaints.splice(ben.complaints.indexOf(complaint), 1);
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
