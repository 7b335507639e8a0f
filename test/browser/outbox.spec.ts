/** Unsent messages: over reloads, from tab to tab, and when people sign out. */
import { type Locator, type Page, type Route, expect } from '@playwright/test';
import { refusedInDatabase } from './database.ts';
import {
  PASSWORD,
  type Person,
  find,
  forgive,
  openAccount,
  openRow,
  picture,
  rowOf,
  sendAs,
  sent,
  signIn,
  signOut,
  test,
} from './person.ts';

/** What Chromium logs when a request fails. */
const FAILED_REQUEST = /ERR_FAILED|WebSocket connection to|status of 4(01|03|09|29)/;
const MESSAGES = /\/api\/(messages|conversations)/;

const texts = (page: Page): Locator => page.getByRole('region', { name: 'Messages with' }).locator('[data-text]');
const pending = (page: Page): Locator =>
  page.getByRole('region', { name: 'Messages with' }).locator('[data-state="pending"]');

/** Blocks requests that send messages or, with `all`, that read them as well. */
const cut = ({ page }: Person, what: 'sending' | 'all' = 'sending'): Promise<unknown> =>
  page
    .context()
    .route(MESSAGES, (route) =>
      what === 'all' || route.request().method() === 'POST' ? route.abort() : route.fallback(),
    );

/** Presses Enter and goes to another page at once, as an impatient person does on a slow phone. */
const sendAndLeave = ({ composer }: Person, path: string): Promise<void> =>
  composer.evaluate(async (box, to) => {
    box.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
    // oxlint-disable-next-line no-await-in-loop
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
    location.assign(to);
    const end = performance.now() + 200;
    while (performance.now() < end);
  }, path);

const mend = ({ page }: Person): Promise<void> => page.context().unroute(MESSAGES);

test('messages that were written without a connection survive a reload, and arrive once when it is back', async ({
  member,
}) => {
  const ada = await member('outbox-ada');
  const ben = await member('outbox-ben');
  await find(ada, ben.name);
  await expect(ada.page.getByText(`Say hello to ${ben.name}`)).toBeVisible();
  await cut(ada, 'all');
  await ada.say('One');
  await ada.say('Two');
  await expect(pending(ada.page)).toHaveCount(2);

  await ada.page.goto('/conversations');
  const row = rowOf(ada, ben.name);
  await expect(row).toContainText('Two');
  await expect(row).toHaveAccessibleName(/, sending,/);
  await picture(ada, 'outbox-inbox-offline');
  await openRow(ada, ben.name);
  await expect(texts(ada.page)).toHaveText(['One', 'Two']);
  await expect(pending(ada.page)).toHaveCount(2);
  await picture(ada, 'outbox-pending-after-reload');
  await ada.composer.fill('Three');
  await sendAndLeave(ada, '/people');
  await expect(ada.page.getByRole('heading', { name: 'People' })).toBeVisible();
  await mend(ada);

  await openRow(ben, ada.name);
  await expect(texts(ben.page)).toHaveText(['One', 'Two', 'Three']);
  await find(ada, ben.name);
  await expect(texts(ada.page)).toHaveText(['One', 'Two', 'Three']);
  await expect(pending(ada.page)).toHaveCount(0);
  forgive(ada, FAILED_REQUEST);
});

test('a message that was stored before the reload, though its answer was lost, appears once', async ({ member }) => {
  const cem = await member('outbox-cem');
  await openAccount('outbox-dee');
  await find(cem, 'outbox-dee');
  await expect(cem.page.getByText('Say hello to outbox-dee')).toBeVisible();
  let arrived = () => {};
  const arrival = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  const swallow = async (route: Route): Promise<void> => {
    if (route.request().method() !== 'POST') return route.fallback();
    await route.fetch();
    await route.abort();
    arrived();
  };
  await cem.page.route(MESSAGES, swallow);
  await cem.say('Only once');
  await arrival;
  await cem.page.goto('/conversations');
  await cem.page.unroute(MESSAGES);
  await sendAs(
    'outbox-dee',
    cem.name,
    Array.from({ length: 20 }, (_, index) => `Answer ${index}`),
  );

  await cem.page.reload();
  await openRow(cem, 'outbox-dee');

  await expect(texts(cem.page).last()).toHaveText('Answer 19');
  await expect(pending(cem.page)).toHaveCount(0);
  await cem.page.getByRole('region', { name: 'Messages with' }).evaluate((region) => region.scrollTo(0, 0));
  await expect(cem.page.getByText('the beginning of your conversation')).toBeVisible();
  await expect(texts(cem.page)).toHaveCount(21);
  await expect(texts(cem.page).filter({ hasText: 'Only once' })).toHaveCount(1);
  forgive(cem, FAILED_REQUEST);
});

test('a failed message is still failed after a reload, until its writer decides', async ({ member }) => {
  const eda = await member('outbox-eda');
  const fay = await member('outbox-fay');
  const { page } = eda;
  await find(eda, fay.name);
  // Of this message alone: where the person accepts none, the composer closes after the first.
  const detail = 'The message that this replies to was deleted.';
  const body = JSON.stringify({
    type: 'about:blank',
    title: 'Refused',
    status: 409,
    detail,
    code: 'deleted',
    requestId: 'r',
  });
  let attempts = 0;
  await page.route('**/api/messages', (route) => {
    attempts++;
    return route.fulfill({ status: 409, contentType: 'application/problem+json', body });
  });
  await eda.say('Keep this');
  await eda.say('Drop this');
  await expect(page.getByRole('alert')).toHaveCount(2);
  await refusedInDatabase(page, 2);

  await page.goto('/conversations');
  await expect(rowOf(eda, fay.name)).toContainText('Not sent: Drop this');
  await picture(eda, 'outbox-failed-inbox');
  await openRow(eda, fay.name);
  await expect(page.getByRole('alert')).toHaveText([`Not sent. ${detail}`, `Not sent. ${detail}`]);
  await picture(eda, 'outbox-failed-after-reload');
  expect(attempts, 'nobody has tried again').toBe(2);
  await page.getByRole('button', { name: 'Delete' }).nth(1).press('Enter');
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).press('Enter');
  await expect(eda.composer).toBeFocused();
  await page.reload();
  await expect(texts(page)).toHaveText(['Keep this']);
  await page.unroute('**/api/messages');
  await page.getByRole('button', { name: 'Retry' }).click();
  await sent(eda, 'Keep this');
  await page.reload();

  await expect(texts(page)).toHaveText(['Keep this']);
  await expect(page.getByRole('alert')).toHaveCount(0);
  await find(fay, eda.name);
  await expect(texts(fay.page)).toHaveText(['Keep this']);
  forgive(eda, FAILED_REQUEST);
});

test('a tab keeps its messages over a reload, and once it is closed another one sends them', async ({ member }) => {
  const gul = await member('outbox-gul');
  const hal = await member('outbox-hal');
  const tab = await gul.page.context().newPage();
  await find(gul, hal.name);
  // The server makes the first tab wait, so that it has no request under way when it is closed, and the other tab
  // sends.
  const busy = {
    status: 429,
    headers: { 'retry-after': '600' },
    body: JSON.stringify({ message: 'Too Many Requests' }),
  };
  const attempts: string[] = [];
  await gul.page.route('**/api/messages', async (route) => {
    await route.fulfill(busy);
    attempts.push(route.request().url());
  });
  await gul.say('From the first tab');
  await expect.poll(() => attempts).toHaveLength(1);

  await tab.goto(`/conversations/${hal.name}`);
  await expect(tab.getByText(`Say hello to ${hal.name}`), 'another tab has no part in it').toBeVisible();
  await gul.page.reload();
  await expect(texts(gul.page)).toHaveText(['From the first tab']);
  await expect.poll(() => attempts).toHaveLength(2);
  await expect(tab.getByText(`Say hello to ${hal.name}`)).toBeVisible();
  await gul.page.close();

  await find(hal, gul.name);
  await expect(texts(hal.page)).toHaveText(['From the first tab']);
  await expect(texts(tab)).toHaveText(['From the first tab']);
  await expect(pending(tab)).toHaveCount(0);
  await tab.reload();
  await expect(texts(tab)).toHaveText(['From the first tab']);
  forgive(gul, FAILED_REQUEST);
});

test('signing out asks about unsent messages, and leaves none to the next person', async ({ member }) => {
  const ivo = await member('outbox-ivo');
  const jan = await member('outbox-jan');
  const { page } = ivo;
  await openAccount('outbox-kim');
  await find(ivo, jan.name);
  await cut(ivo);
  await ivo.say('Never mind');
  await ivo.say('Nobody should read this');
  await expect(pending(page)).toHaveCount(2);

  await page.getByRole('button', { name: /^You,/ }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  const question = page.getByRole('dialog', { name: 'Sign out?' });
  await expect(question).toContainText('2 messages have not been sent.');
  await picture(ivo, 'outbox-sign-out');
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(pending(page)).toHaveCount(2);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await question.getByRole('button', { name: 'Sign out and delete' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await mend(ivo);
  for (const name of ['outbox-kim', ivo.name]) {
    await signIn({ ...ivo, name }, PASSWORD);
    await expect(page.getByRole('heading', { name: 'Say hello to somebody new' })).toBeVisible();
    await signOut(ivo);
  }

  await expect(jan.page.getByRole('heading', { name: 'Say hello to somebody new' })).toBeVisible();
  forgive(ivo, FAILED_REQUEST);
});

test('unsent messages outlive a session that was ended elsewhere, for the same person and nobody else', async ({
  member,
  window,
}) => {
  const lea = await member('outbox-lea');
  const max = await member('outbox-max');
  const { page } = lea;
  await openAccount('outbox-nat');
  await find(lea, max.name);
  await cut(lea);
  await lea.say('See you tomorrow');
  await expect(pending(page)).toHaveCount(1);
  const elsewhere = await window(lea.name);
  await signIn(elsewhere, PASSWORD);
  await elsewhere.page.goto('/settings/sessions');
  await elsewhere.page.getByRole('button', { name: 'Sign out everywhere' }).click();
  await elsewhere.page.getByRole('dialog').getByRole('button', { name: 'Sign out everywhere' }).click();
  await expect(page.getByText('Your session has ended.')).toBeVisible();
  await mend(lea);

  await signIn({ ...lea, name: 'outbox-nat' }, PASSWORD);
  await expect(page.getByRole('heading', { name: 'Say hello to somebody new' })).toBeVisible();
  await signOut(lea);
  await expect(max.page.getByRole('heading', { name: 'Say hello to somebody new' })).toBeVisible();
  await signIn(lea, PASSWORD);

  await expect(rowOf(max, lea.name)).toContainText('See you tomorrow');
  await openRow(max, lea.name);
  await expect(texts(max.page)).toHaveText(['See you tomorrow']);
  for (const person of [lea, elsewhere]) forgive(person, FAILED_REQUEST);
});

test('a browser without a database, or without locks, sends all the same', async ({ window }) => {
  const [ole, pia] = [await window('outbox-ole'), await window('outbox-pia')];
  // A database that never answers is worse than one that fails.
  await ole.page.addInitScript(() => Object.assign(IDBFactory.prototype, { open: () => new EventTarget() }));
  await pia.page.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, 'locks'));
  for (const person of [ole, pia]) {
    await openAccount(person.name);
    await signIn(person, PASSWORD);
  }
  await find(ole, pia.name);
  await find(pia, ole.name);

  await ole.say('From memory');
  await cut(pia);
  await pia.say('Kept');
  await expect(pending(pia.page)).toHaveCount(1);
  await pia.page.reload();
  await expect(texts(pia.page)).toHaveText(['From memory', 'Kept']);
  await mend(pia);

  await expect(texts(ole.page)).toHaveText(['From memory', 'Kept']);
  forgive(pia, FAILED_REQUEST);
});
