/** People, each in a browser of their own, and what they do on the page. */
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import {
  type BrowserContextOptions,
  type Locator,
  type Page,
  type WebSocket,
  expect,
  test as base,
} from '@playwright/test';
import { writeConversation } from '#bench/conversation.ts';
import { SITE } from './cloud.ts';

export const PASSWORD = 'correct horse battery';
const site = (): string => process.env[SITE] ?? '';

export interface Person {
  readonly name: string;
  readonly page: Page;
  /** What Chromium has complained about: script errors, and all that the content security policy refused. */
  readonly complaints: readonly string[];
  /** What it may complain about. */
  readonly forgiven: RegExp[];
  readonly composer: Locator;
  say(text: string): Promise<void>;
  /** Waits until the server has answered over the socket: it knows that the person is here, and tells them of news. */
  connected(): Promise<void>;
}

/** What Chromium logs when somebody leaves while their socket is being opened. */
const LEFT_WHILE_CONNECTING = /WebSocket is closed before the connection is established/;
/** How many times slower than it is the processor appears to the page, to see what a slow machine does to a test. */
const SLOWNESS = Number(process.env['SLOWNESS'] ?? 1);

interface Fixtures {
  /**
   * A new person in a new browser context, in the messenger: signed up, confirmed and signed in by hand. Names are
   * unique.
   */
  newcomer(name: string, options?: BrowserContextOptions): Promise<Person>;
  /** The same, but quickly, by API calls. */
  member(name: string, options?: BrowserContextOptions): Promise<Person>;
  /** A window that nobody is signed in to. */
  window(name: string, options?: BrowserContextOptions): Promise<Person>;
}

export const test = base.extend<Fixtures>({
  window: async ({ browser }, use) => {
    const people: Person[] = [];
    await use(async (name, options) => {
      const context = await browser.newContext({ baseURL: site(), ...options });
      const page = await context.newPage();
      if (SLOWNESS > 1) {
        const devtools = await context.newCDPSession(page);
        await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWNESS });
      }
      const complaints: string[] = [];
      page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(String(error)));
      const composer = page.getByRole('textbox', { name: 'Message to' });
      const say = async (text: string): Promise<void> => {
        await composer.fill(text);
        await composer.press('Enter');
      };
      const answering = new Set<WebSocket>();
      page.on('websocket', (socket) => {
        socket.on('framereceived', () => answering.add(socket));
        socket.on('close', () => answering.delete(socket));
      });
      const connected = (): Promise<void> =>
        expect.poll(() => answering.size, { message: `sockets of ${name} that answer` }).toBeGreaterThan(0);
      const person = { name, page, complaints, forgiven: [LEFT_WHILE_CONNECTING], composer, say, connected };
      people.push(person);
      return person;
    });
    for (const { name, complaints, forgiven, page } of people) {
      const faults = complaints.filter((complaint) => !forgiven.some((expected) => expected.test(complaint)));
      expect(faults, `errors and refused content in the window of ${name}`).toEqual([]);
      await page.context().close();
    }
  },

  newcomer: async ({ window }, use) => {
    await use(async (name, options) => {
      const person = await window(name, options);
      await signUp(person);
      return person;
    });
  },

  member: async ({ window }, use) => {
    await use(async (name, options) => {
      const person = await window(name, options);
      await openAccount(name);
      await signIn(person, PASSWORD);
      return person;
    });
  },
});

/** From the first visit to the messenger, as a person does it: newcomers see the needs of others. */
async function signUp({ name, page, connected }: Person): Promise<void> {
  await page.goto('/');
  await page.getByRole('link', { name: 'Create an account' }).click();
  await page.getByLabel('Username').fill(name);
  await page.getByLabel('Email address').fill(`${name}@example.org`);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByRole('heading', { name: 'Check your email' })).toBeVisible();
  await page.getByLabel('Code').fill(await codeOf(name));
  await page.getByRole('button', { name: 'Confirm' }).click();
  await expect(page.getByRole('heading', { name: 'Needs' })).toBeVisible();
  await connected();
}

/** From the sign-in screen to the messenger, for somebody who has an account. */
export async function signIn({ name, page, connected }: Person, password: string): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('Username or email address').fill(name);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByLabel('Password', { exact: true }).press('Enter');
  await expect(page.getByRole('heading', { name: 'Messages' })).toBeVisible();
  await connected();
}

/** Signs out, and waits until that is done: what comes next could cut the request. */
export async function signOut({ page }: Person): Promise<void> {
  await page.getByRole('button', { name: /^You,/ }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
}

/** Signs somebody up without a window. */
export async function openAccount(name: string): Promise<void> {
  await post('/auth/sign-up', { username: name, email: `${name}@example.org`, password: PASSWORD });
  await post('/auth/confirm', { username: name, code: await codeOf(name) });
}

/** The code in the newest email to a person. */
export async function codeOf(name: string): Promise<string> {
  const mails = (await (await fetch(`${site()}/_local/outbox`)).json()) as { to: string; code: string }[];
  const mail = mails.find(({ to }) => to === `${name}@example.org`);
  if (!mail) throw new Error(`There is no mail to ${name}`);
  return mail.code;
}

/** Opens a conversation by searching for the name. What arrives from then on is seen to arrive. */
export async function find(person: Person, name: string): Promise<void> {
  await findProfile(person, name);
  await person.page.getByRole('link', { name: /^(Message|Open the conversation)$/ }).click();
  await expect(person.page.getByRole('heading', { name, exact: true })).toBeVisible();
  await expect(messagesOf(person)).toBeVisible();
}

/** The messages of the conversation that is open. They are there once it is loaded. */
export const messagesOf = ({ page }: Pick<Person, 'page'>): Locator =>
  page.getByRole('region', { name: /^Messages with/ });

/** Waits until the server has a message: what comes next could cut the request, or come before it. */
export const sent = (person: Person, text: string): Promise<void> =>
  expect(messagesOf(person).getByRole('listitem').filter({ hasText: text }).last()).toHaveAttribute('data-seq', /./);

/** The menu of a message, where it is open. */
export const menuOf = (message: Locator): Locator => message.getByRole('group', { name: 'Message actions' });

/** Opens the menu of a message by mouse. Its button is there while the mouse is, and moves away with its message. */
export const openMenu = (message: Locator): Promise<void> =>
  expect(async () => {
    await message.hover({ timeout: 5_000 });
    if (!(await menuOf(message).isVisible()))
      await message.getByRole('button', { name: 'Message actions' }).click({ timeout: 5_000 });
    await expect(menuOf(message)).toBeVisible({ timeout: 5_000 });
  }).toPass();

/** The row of a conversation. Only the beginning of its name says whose it is. */
export const rowOf = ({ page }: Pick<Person, 'page'>, name: string): Locator =>
  page.getByRole('list').getByRole('link', { name: new RegExp(`^${name}(?![\\w-])`) });

/** Opens a conversation by its row. A click is lost where the row moves meanwhile, as when others arrive. */
export async function openRow(person: Person, name: string): Promise<void> {
  const { page } = person;
  const isOpen = new RegExp(`/conversations/${name}(\\?|$)`);
  await expect(async () => {
    if (!isOpen.test(page.url())) await rowOf(person, name).click({ timeout: 5_000 });
    await expect(page).toHaveURL(isOpen, { timeout: 5_000 });
  }).toPass();
  await expect(messagesOf(person)).toBeVisible();
}

/** Opens a person's profile by searching for the name. */
export async function findProfile({ page }: Person, name: string): Promise<void> {
  await page.getByRole('link', { name: 'People', exact: true }).click();
  await page.getByRole('searchbox', { name: 'Search people' }).fill(name);
  // The list of everybody gives way to what is found, with other rows: a click that falls between the two is lost. On a
  // phone the list is gone once one was not.
  const profile = page.getByRole('heading', { name, exact: true });
  await expect(async () => {
    if (!(await profile.isVisible()))
      await page.getByRole('list').getByRole('link', { name, exact: true }).click({ timeout: 3_000 });
    await expect(profile).toBeVisible({ timeout: 3_000 });
  }).toPass();
}

/**
 * Forgives complaints that a test provokes, now and later: Chromium logs every request that is refused or finds no
 * network.
 */
export const forgive = ({ forgiven }: Person, expected: RegExp): void => void forgiven.push(expected);

/** Saves test-results/screenshots/<name>.png, and expects axe to find no fault in the screen. */
export async function picture({ page }: Person, name: string): Promise<void> {
  await page.screenshot({
    path: fileURLToPath(new URL(`../../test-results/screenshots/${name}.png`, import.meta.url)),
    animations: 'disabled',
  });
  // Without motion: a banner may appear while axe looks, and a color on its way to another one is no fault.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const { violations } = await new AxeBuilder({ page }).analyze();
  await page.emulateMedia({ reducedMotion: null });
  const faults = violations.map(({ id, help, nodes }) => `${id}: ${help} (${nodes.map(({ html }) => html).join(' ')})`);
  expect.soft(faults, `accessibility of ${name}`).toEqual([]);
}

/** Sends messages in order without a window. */
export async function sendAs(name: string, recipient: string, bodies: readonly string[]): Promise<void> {
  const { accessToken } = await tokensOf(name);
  for (const body of bodies) await post('/messages', { recipient, body }, accessToken);
}

/** Publishes a need without a window. */
export async function publishAs(name: string, title: string): Promise<void> {
  const { accessToken } = await tokensOf(name);
  await post('/posts', { clientId: randomUUID(), kind: 'need', title, category: 'repairs' }, accessToken);
}

/** Writes many messages past the API, whose texts have their numbers. */
export const writeAs = (name: string, recipient: string, count: number, text: string): Promise<void> =>
  writeConversation(site(), { sender: name, recipient, count, textOf: (seq) => `${text} ${seq}` });

/** Marks a conversation as read up to a seq without a window. */
export async function readUpTo(name: string, peer: string, seq: number): Promise<void> {
  const { accessToken } = await tokensOf(name);
  await post(`/conversations/${peer}/read`, { seq }, accessToken);
}

const tokensOf = async (name: string): Promise<{ accessToken: string }> =>
  (await (await post('/auth/sign-in', { username: name, password: PASSWORD })).json()) as { accessToken: string };

async function post(path: string, body: unknown, token = ''): Promise<Response> {
  const response = await fetch(`${site()}/api${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  });
  expect(response.ok, `${path}: ${response.status}`).toBe(true);
  return response;
}
