/** People, each in a browser of their own, and what they do on the page. */
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { type BrowserContextOptions, type Locator, type Page, expect, test as base } from '@playwright/test';
import { writeConversation } from '#bench/conversation.ts';
import { SITE } from './cloud.ts';

export const PASSWORD = 'correct horse battery';
const site = (): string => process.env[SITE] ?? '';

export interface Person {
  readonly name: string;
  readonly page: Page;
  /** What Chromium has complained about: script errors, and all that the content security policy refused. */
  readonly complaints: string[];
  readonly composer: Locator;
  say(text: string): Promise<void>;
}

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
      const complaints: string[] = [];
      page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(String(error)));
      const composer = page.getByRole('textbox', { name: 'Message to' });
      const say = async (text: string): Promise<void> => {
        await composer.fill(text);
        await composer.press('Enter');
      };
      people.push({ name, page, complaints, composer, say });
      return people[people.length - 1] as Person;
    });
    for (const { name, complaints, page } of people) {
      expect(complaints, `errors and refused content in the window of ${name}`).toEqual([]);
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
async function signUp({ name, page }: Person): Promise<void> {
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
}

/** From the sign-in screen to the messenger, for somebody who has an account. */
export async function signIn({ name, page }: Person, password: string): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('Username or email address').fill(name);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByLabel('Password', { exact: true }).press('Enter');
  await expect(page.getByRole('heading', { name: 'Messages' })).toBeVisible();
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

/** Opens a conversation by searching for the name. */
export async function find(person: Person, name: string): Promise<void> {
  await findProfile(person, name);
  await person.page.getByRole('link', { name: /^(Message|Open the conversation)$/ }).click();
  await expect(person.page.getByRole('heading', { name, exact: true })).toBeVisible();
}

/** Opens a person's profile by searching for the name. */
export async function findProfile({ page }: Person, name: string): Promise<void> {
  await page.getByRole('link', { name: 'People', exact: true }).click();
  await page.getByRole('searchbox', { name: 'Search people' }).fill(name);
  // The list of everybody gives way to what is found, with other rows: a click that falls between the two is lost.
  await expect(async () => {
    await page.getByRole('list').getByRole('link', { name, exact: true }).click();
    await expect(page.getByRole('heading', { name, exact: true })).toBeVisible({ timeout: 3_000 });
  }).toPass();
}

/** Drops complaints that a test has provoked: Chromium logs every request that is refused or finds no network. */
export function forgive({ complaints }: Person, expected: RegExp): void {
  complaints.splice(0, complaints.length, ...complaints.filter((complaint) => !expected.test(complaint)));
}

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
