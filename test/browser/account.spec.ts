/** What people do with their own accounts: recovery, profile, password, sessions, blocking, deletion, export. */
import { readFile } from 'node:fs/promises';
import { expect } from '@playwright/test';
import { PASSWORD, codeOf, find, forgive, picture, rowOf, sendAs, sent, signIn, test } from './person.ts';

const NEW = 'another horse battery';
const PHONE = { viewport: { width: 390, height: 844 } };

test('a forgotten password is replaced with a code from an email, which signs in at once', async ({
  member,
  window,
}) => {
  const walid = await member('walid');
  const again = await window('walid', { colorScheme: 'dark' });
  const { page } = again;
  await page.goto('/sign-in');
  await page.getByRole('link', { name: 'Forgot your password?' }).click();
  await page.getByLabel('Username or email address').fill(walid.name);
  await page.getByRole('button', { name: 'Send code' }).click();
  await expect(page.getByRole('heading', { name: 'Choose a new password' })).toBeVisible();

  await page.getByLabel('Code').fill('000000');
  await page.getByLabel('New password', { exact: true }).fill(NEW);
  await page.getByRole('button', { name: 'Set password' }).click();
  await expect(page.getByLabel('Code')).toHaveAccessibleDescription(/isn’t the code we sent/);
  await picture(again, 'reset-password-dark');
  await page.getByLabel('Code').fill(await codeOf(walid.name));
  await page.getByRole('button', { name: 'Set password' }).click();

  await expect(page.getByRole('heading', { name: 'Messages' })).toBeVisible();
  await expect(walid.page.getByText('Your session has ended.')).toBeVisible();
  forgive(again, /status of 400/);
  forgive(walid, /status of 401|WebSocket/);
});

test('a new password ends all other sessions, and this one goes on', async ({ member, window }) => {
  const xenia = await member('xenia');
  const other = await window('xenia', PHONE);
  await signIn(other, PASSWORD);
  const { page } = xenia;

  await page.getByRole('button', { name: /^You,/ }).click();
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('link', { name: 'Sessions' }).click();
  await expect(page.getByRole('list', { name: 'Sessions' }).getByRole('listitem')).toHaveCount(2);
  await picture(xenia, 'sessions-light');
  await page.getByRole('link', { name: 'Password Choose' }).click();
  await page.getByLabel('Current password', { exact: true }).fill('wrong horse battery');
  await page.getByLabel('New password', { exact: true }).fill(NEW);
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByLabel('Current password', { exact: true })).toHaveAccessibleDescription(/Wrong password/);
  await page.getByLabel('Current password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Change password' }).click();

  await expect(page.getByText('Password changed.')).toBeVisible();
  await expect(other.page.getByText('Your session has ended.')).toBeVisible();
  await page.getByRole('link', { name: 'Sessions' }).click();
  await expect(page.getByRole('list', { name: 'Sessions' }).getByRole('listitem')).toHaveCount(1);
  forgive(xenia, /status of 401|WebSocket/);
  forgive(other, /status of 401|WebSocket/);
});

test('others see a profile in their list and in the conversation', async ({ member }) => {
  const yara = await member('yara', PHONE);
  const zeki = await member('zeki');
  await yara.page.goto('/settings');
  await expect(yara.page.getByRole('heading', { name: 'Settings' })).toBeVisible();
  await picture(yara, 'phone-settings');
  await yara.page.getByRole('link', { name: 'Profile' }).click();
  await yara.page.getByLabel('Display name').fill('Yara from the garden');
  await yara.page.getByLabel('About you').fill('I have a spade for everybody.');
  await yara.page.getByRole('button', { name: 'Save' }).click();
  await expect(yara.page.getByText('Saved.')).toBeVisible();
  await picture(yara, 'phone-profile');
  await yara.page.getByRole('link', { name: 'Back to the list' }).click();
  await expect(yara.page.getByRole('link', { name: 'Profile' })).toBeFocused();

  await sendAs('yara', 'zeki', ['The spade is in the shed.']);
  await rowOf(zeki, 'Yara from the garden').click();

  await expect(zeki.page.getByRole('heading', { name: 'Yara from the garden' })).toBeVisible();
  await expect(zeki.page.getByRole('main').getByText('Online')).toBeVisible();
});

test('a blocked person cannot send messages until they are unblocked', async ({ member }) => {
  const adil = await member('adil');
  const berta = await member('berta');
  await find(berta, adil.name);
  await berta.say('Answer me!');
  await sent(berta, 'Answer me!');
  await find(adil, berta.name);
  const more = adil.page.getByRole('button', { name: 'Conversation actions' });

  await more.click();
  await adil.page.getByRole('button', { name: 'Report berta' }).click();
  await adil.page.getByRole('radio', { name: 'Answer me!' }).check();
  await adil.page.getByLabel('What’s wrong?').fill('She writes all day.');
  await picture(adil, 'report-light');
  await adil.page.getByRole('button', { name: 'Report', exact: true }).click();
  await adil.page.getByRole('button', { name: 'Close' }).click();
  await expect(more).toBeFocused();
  await more.press('Enter');
  await adil.page.getByRole('button', { name: 'Block berta' }).press('Enter');
  await adil.page.getByRole('button', { name: 'Block', exact: true }).click();
  await expect(adil.page.getByText('You’ve blocked berta.')).toBeVisible();
  await berta.say('Are you there?');
  await expect(berta.page.getByRole('alert')).toContainText('Not sent.');

  await adil.page.goto('/settings/blocked');
  await adil.page.getByRole('button', { name: 'Unblock berta' }).click();
  await expect(adil.page.getByText('You haven’t blocked anyone.')).toBeVisible();
  await berta.page.getByRole('button', { name: 'Retry' }).click();
  await sent(berta, 'Are you there?');
  forgive(berta, /status of 403/);
});

test('an account can be deleted permanently; the other person keeps the conversation', async ({ member }) => {
  const cem = await member('cem');
  const dora = await member('dora');
  await find(cem, dora.name);
  await cem.say('It was nice to meet you.');
  await sent(cem, 'It was nice to meet you.');
  await cem.page.goto('/settings');
  await cem.page.getByRole('link', { name: 'Delete account' }).click();
  await cem.page.getByLabel('Password', { exact: true }).fill('wrong horse battery');
  await cem.page.getByRole('button', { name: 'Delete my account' }).click();
  await expect(cem.page.getByLabel('Password', { exact: true })).toHaveAccessibleDescription(/Wrong password/);
  await picture(cem, 'delete-account-light');
  await cem.page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await cem.page.getByRole('button', { name: 'Delete my account' }).click();
  await expect(cem.page.getByRole('heading', { name: 'Sign in' })).toBeVisible();

  await dora.page.reload();
  await rowOf(dora, 'Deleted user').click();
  await expect(dora.page.getByText('It was nice to meet you.').last()).toBeVisible();
  await expect(dora.page.getByText('This account was deleted.')).toBeVisible();
  await picture(dora, 'deleted-user-light');
  forgive(cem, /status of 401|WebSocket/);
  forgive(dora, /status of 404/);
});

test('all of a person’s data comes as one file', async ({ member }) => {
  const esra = await member('esra');
  const finn = await member('finn');
  await find(esra, finn.name);
  await esra.say('It was nice to meet you.');
  await sent(esra, 'It was nice to meet you.');
  await esra.page.goto('/settings/export');

  const [download] = await Promise.all([
    esra.page.waitForEvent('download'),
    esra.page.getByRole('button', { name: 'Download' }).click(),
  ]);

  expect(await readFile(await download.path(), 'utf8')).toContain('It was nice to meet you.');
});
