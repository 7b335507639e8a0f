/** Losing the network, and getting it back. */
import { expect } from '@playwright/test';
import { find, forgive, messagesOf, openAccount, picture, sent, test } from './person.ts';

/** What Chromium logs when a request finds no network. */
const NO_NETWORK = /ERR_INTERNET_DISCONNECTED|WebSocket connection to/;

test('messages that were written without a network arrive when it is back, both ways', async ({ member }) => {
  const kofi = await member('kofi');
  const lena = await member('lena');
  await find(kofi, lena.name);
  await find(lena, kofi.name);
  await kofi.say('Before');
  await expect(messagesOf(lena).getByText('Before')).toBeVisible();
  await expect(
    lena.page.getByText('New messages', { exact: true }),
    'messages that arrive while they are watched are not new',
  ).toHaveCount(0);

  await lena.page.context().setOffline(true);
  await kofi.say('While you were away, one');
  await kofi.say('While you were away, two');
  await sent(kofi, 'While you were away, two');
  await lena.say('From a tunnel');
  await expect(lena.page.getByText('Sending', { exact: true }).last()).toBeAttached();
  await expect(lena.page.getByText('No connection')).toBeVisible();
  await expect(messagesOf(lena).getByText('While you were away')).toHaveCount(0);
  await picture(lena, 'connection-offline');
  await lena.page.context().setOffline(false);

  await expect(messagesOf(lena).getByText('While you were away, two')).toBeVisible();
  await expect(messagesOf(kofi).getByText('From a tunnel')).toBeVisible();
  await expect(lena.page.getByText('Sending', { exact: true })).toHaveCount(0);
  await expect(lena.page.getByText('No connection')).toHaveCount(0);
  for (const { page } of [kofi, lena]) {
    const bodies = page.getByRole('region').locator('[data-text]');
    await expect(bodies).toHaveText([
      'Before',
      'While you were away, one',
      'While you were away, two',
      'From a tunnel',
    ]);
  }
  forgive(lena, NO_NETWORK);
});

test('a refused message stays, says why, and can be sent again', async ({ member }) => {
  const nora = await member('nora');
  const { page } = nora;
  await openAccount('otto');
  await find(nora, 'otto');
  const detail = 'This person is not accepting messages.';
  const body = JSON.stringify({
    type: 'about:blank',
    title: 'Refused',
    status: 403,
    detail,
    code: 'not-accepting',
    requestId: 'r',
  });
  await page.route('**/api/messages', (route) =>
    route.fulfill({ status: 403, contentType: 'application/problem+json', body }),
  );

  await nora.say('Hello?');

  await expect(page.getByRole('alert')).toHaveText(`Not sent. ${detail}`);
  await picture(nora, 'connection-not-sent');
  await page.unroute('**/api/messages');
  await page.getByRole('button', { name: 'Retry' }).click();
  await sent(nora, 'Hello?');
  await expect(page.getByRole('alert')).toHaveCount(0);
  forgive(nora, /status of 403/);
});

test('a page that cannot reach the API says so, and tries again on request', async ({ window }) => {
  const somebody = await window('somebody');
  await somebody.page.route('**/config.json', (route) => route.abort());
  await somebody.page.goto('/');

  await expect(somebody.page.getByRole('alert')).toContainText('can’t reach');
  await picture(somebody, 'start-failed');
  await somebody.page.unroute('**/config.json');
  await somebody.page.getByRole('button', { name: 'Try again' }).click();

  await expect(somebody.page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  forgive(somebody, /ERR_FAILED/);
});
