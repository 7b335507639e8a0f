/** Browsers that refuse what the page would like to use, that have several tabs of it, and that travel. */
import { expect } from '@playwright/test';
import { PASSWORD, find, forgive, messagesOf, openAccount, sendAs, sent, signIn, test } from './person.ts';

test('the page works in a browser that grants no storage, no locks and no channels', async ({ window }) => {
  const tilda = await window('refusing-tilda', { locale: 'en-US' });
  // It cannot know that nobody is signed in yet.
  forgive(tilda, /status of 401/);
  await openAccount(tilda.name);
  await openAccount('refusing-udo');
  await tilda.page.addInitScript(() => {
    const denied = (): never => {
      throw new DOMException('Access is denied', 'SecurityError');
    };
    for (const name of ['localStorage', 'sessionStorage', 'indexedDB'])
      Object.defineProperty(globalThis, name, { get: denied });
    Object.defineProperty(globalThis, 'BroadcastChannel', { value: denied });
    Object.defineProperty(navigator.locks, 'request', { value: async () => denied() });
    Object.defineProperty(navigator, 'languages', { get: () => ['en-US@posix'] });
  });
  await signIn(tilda, PASSWORD);
  await find(tilda, 'refusing-udo');

  await tilda.composer.pressSequentially('Letter by letter');
  await expect(tilda.composer).toHaveValue('Letter by letter');
  await tilda.composer.press('Enter');

  await sent(tilda, 'Letter by letter');
  await tilda.page.reload();
  await expect(messagesOf(tilda).getByText('Letter by letter')).toBeVisible();
});

test('a draft stays in its tab, whatever another tab sends', async ({ member }) => {
  const vera = await member('refusing-vera');
  await openAccount('refusing-wim');
  await find(vera, 'refusing-wim');
  await vera.composer.fill('A long letter');
  const second = await vera.page.context().newPage();
  await second.goto('/conversations/refusing-wim');
  const composer = second.getByRole('textbox', { name: 'Message to' });
  await expect(composer).toHaveValue('');

  await composer.fill('Something else');
  await composer.press('Enter');
  await expect(second.getByRole('region', { name: 'Messages with' }).getByText('Something else')).toBeVisible();
  await vera.page.reload();

  await expect(vera.composer).toHaveValue('A long letter');
  await vera.page.close();
  // A page that is opened at once may still find the tab that has been closed.
  await expect(async () => {
    await second.goto('/conversations/refusing-wim');
    await expect(composer).toHaveValue('A long letter', { timeout: 5_000 });
  }).toPass();
});

test('times follow a person who travels', async ({ member }) => {
  const xenia = await member('refusing-xenia');
  await openAccount('refusing-yann');
  await sendAs('refusing-yann', xenia.name, ['What time is it?']);
  await find(xenia, 'refusing-yann');
  const { page } = xenia;
  const time = page.getByRole('region', { name: 'Messages with' }).locator('time').last();
  const written = async (timeZone: string): Promise<string> =>
    new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone }).format(
      new Date((await time.getAttribute('datetime')) ?? ''),
    );
  const devTools = await page.context().newCDPSession(page);
  const travel = async (timezoneId: string): Promise<void> => {
    await devTools.send('Emulation.setTimezoneOverride', { timezoneId: '' });
    await devTools.send('Emulation.setTimezoneOverride', { timezoneId });
    await page.evaluate(() => window.dispatchEvent(new Event('focus')));
  };

  for (const zone of ['America/New_York', 'Asia/Tokyo']) {
    await travel(zone);
    await expect(time).toHaveText(await written(zone));
  }
});
