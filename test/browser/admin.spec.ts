/** What administrators see and do. For everybody else it does not exist. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from '@playwright/test';
import { PORT } from './cloud.ts';
import { PASSWORD, codeOf, find, forgive, openAccount, picture, sent, signIn, test } from './person.ts';
import { atPhone, photo, pick, sizesOf } from './photos.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const createAdmin = (name: string) =>
  promisify(execFile)(process.execPath, ['--import', 'tsx', 'bin/create-admin.ts', name, `${name}@example.org`], {
    cwd: root,
    env: { ...process.env, PORT: process.env[PORT] },
  });

test('a report leads an administrator to the message and its sender, and every action is recorded', async ({
  member,
  window,
}) => {
  const gita = await member('gita');
  const hank = await member('hank');
  await openAccount('judge');
  await createAdmin('judge');
  const judge = await window('judge');
  await find(hank, 'gita');
  await pick(hank.page, await photo(hank.page));
  await expect(hank.page.getByRole('button', { name: 'Remove Photo' })).toBeVisible();
  await hank.say('Send me money, or else.');
  await sent(hank, 'Send me money, or else.');
  await find(gita, 'hank');
  await gita.page.getByRole('button', { name: 'Conversation actions' }).click();
  await gita.page.getByRole('button', { name: 'Report hank' }).click();
  await gita.page.getByRole('radio', { name: 'Send me money, or else.' }).check();
  await gita.page.getByLabel('What’s wrong?').fill('He threatens me.');
  await gita.page.getByRole('button', { name: 'Report', exact: true }).click();
  await gita.page.getByRole('button', { name: 'Close' }).click();

  await signIn(judge, PASSWORD);
  const { page } = judge;
  await page.getByRole('button', { name: /^You,/ }).click();
  await page.getByRole('link', { name: 'Administration' }).click();
  await page.getByRole('link', { name: 'Set it up' }).click();
  await page.getByRole('button', { name: 'Set up' }).click();
  await expect(page.getByText('Add this key to your authenticator app')).toBeVisible();
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByLabel('Code from your authenticator app').fill(await codeOf('judge'));
  await page.getByRole('button', { name: 'Turn on' }).click();
  await page.getByLabel('Username or email address').fill('judge');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByLabel('Code from your authenticator app')).toBeFocused();
  await page.getByLabel('Code from your authenticator app').fill(await codeOf('judge'));
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText('It is on.')).toBeVisible();
  await page.getByRole('button', { name: /^You,/ }).click();
  await page.getByRole('link', { name: 'Administration' }).click();
  // All tests share one message center, and others make reports as well.
  const report = page
    .getByRole('list', { name: 'Reports' })
    .getByRole('listitem')
    .filter({ hasText: 'He threatens me.' });
  await expect(report).toBeVisible();
  await sizesOf(report.getByRole('img'), 1);
  await picture(judge, 'admin-reports-light');
  await atPhone(judge, async () => {
    await page.getByRole('link', { name: /^Reports/ }).click();
    await sizesOf(report.getByRole('img'), 1);
    await picture(judge, 'admin-reports-phone-dark');
  });
  await report.getByRole('button', { name: 'Remove message' }).click();
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(page.getByText('Message removed.')).toBeVisible();
  await report.getByRole('button', { name: 'Disable hank' }).click();
  await page.getByRole('button', { name: 'Disable', exact: true }).click();
  await expect(page.getByText('hank is disabled.')).toBeVisible();
  // Being disabled has ended his session and its socket.
  await expect(hank.page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  forgive(hank, /WebSocket connection to|status of 401/);
  await report.getByRole('button', { name: 'Resolve', exact: true }).click();
  await expect(report).toHaveCount(0);

  const messages = gita.page.getByRole('region', { name: 'Messages with hank' });
  await expect(messages.getByText('This message was removed by a moderator.')).toBeVisible();
  await gita.say('Are you there?');
  await expect(gita.page.getByRole('alert')).toContainText('Not sent.');
  await page.getByRole('link', { name: /^People Accounts/ }).click();
  await page.getByRole('searchbox').fill('hank');
  await expect(page.getByRole('list', { name: 'Accounts' }).getByRole('listitem')).toHaveText([
    /hank.*Disabled.*hank@example.org/,
  ]);
  await picture(judge, 'admin-people-light');
  await page.getByRole('link', { name: /^Audit log/ }).click();
  await expect(page.getByRole('list', { name: 'Audit log' }).getByRole('listitem')).toHaveText([
    /resolved report/,
    /disabled hank/,
    /removed message/,
  ]);
  await page.emulateMedia({ colorScheme: 'dark' });
  await picture(judge, 'admin-record-dark');
  // No post of this message center is as old as a day.
  const unanswered = [
    { days: 1, posts: 120, unanswered: 31 },
    { days: 3, posts: 97, unanswered: 0 },
  ];
  await page.route('**/api/admin/figures', (route) => route.fulfill({ json: { unanswered } }));
  await page.getByRole('link', { name: /^Answers/ }).click();
  await expect(page.getByRole('list', { name: 'Posts without an answer' })).toContainText('26 %');
  await picture(judge, 'admin-answers-dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 390, height: 844 });
  await picture(judge, 'phone-admin-answers-light');
  forgive(gita, /status of 403/);
  forgive(judge, /status of 401|WebSocket/);
});

test('two-step sign-in is turned on in the settings, and asks for a code from then on', async ({ member, window }) => {
  const nilufer = await member('nilufer');
  const { page } = nilufer;
  await page.goto('/settings/two-step');
  await page.getByRole('button', { name: 'Set up' }).click();
  await expect(page.getByText('Add this key to your authenticator app')).toBeVisible();
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByLabel('Code from your authenticator app').fill(await codeOf('nilufer'));
  await page.getByRole('button', { name: 'Turn on' }).click();
  await expect(page.getByText('Your session has ended.')).toBeVisible();

  const other = await window('nilufer');
  await other.page.goto('/sign-in');
  await other.page.getByLabel('Username or email address').fill('nilufer');
  await other.page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await other.page.getByRole('button', { name: 'Sign in' }).click();
  await expect(other.page.getByLabel('Code from your authenticator app')).toBeFocused();
  await picture(other, 'sign-in-code-light');
  await other.page.getByLabel('Code from your authenticator app').fill(await codeOf('nilufer'));
  await other.page.getByRole('button', { name: 'Sign in' }).click();

  await expect(other.page.getByRole('heading', { name: 'Messages' })).toBeVisible();
  forgive(nilufer, /status of 401|WebSocket/);
  forgive(other, /status of 401/);
});

test('for everybody else the administration does not exist', async ({ member }) => {
  const ivo = await member('ivo');

  await ivo.page.goto('/admin/people');

  await expect(ivo.page.getByRole('heading', { name: 'Page not found' })).toBeVisible();
  await expect(ivo.page.getByRole('link', { name: /Reports/ })).toHaveCount(0);
});
