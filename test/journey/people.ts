/** People with devices that run the product's client, over real HTTP and WebSockets. */

import { randomUUID } from 'node:crypto';
import { createCookieFetch } from '#client/cookie-fetch.ts';
import { createMailbox } from '#client/create-mailbox.ts';
import type { Environment } from '#client/environment.ts';
import type { Mailbox } from '#client/mailbox.ts';
import { type Session, createSession } from '#client/session.ts';
import type { ContractCheck } from './contract-check.ts';

export const PASSWORD = 'correct horse battery';
/** The keys of a browser: those of the example in RFC 8291, section 5. */
export const PUSH_KEYS = {
  p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
  auth: 'BTBZMqHH6r4Tts7J_aSIgg',
};

/** What has not happened after so long will not happen. */
const DEADLINE_MS = 120_000;

/** The addresses of a cloud, and its outbox. */
export interface Place {
  readonly apiUrl: string;
  readonly webSocketUrl: string;
  mails(): readonly { readonly to: string; readonly code: string }[];
}

export interface Device {
  readonly session: Session;
  readonly mailbox: Mailbox;
  /** Drops its sockets without a word, as a tunnel does. */
  drop(): void;
}

/** Returns a new user name. */
export const newName = (beginning = 'p'): string => `${beginning}${randomUUID().replaceAll('-', '').slice(0, 12)}`;

/** Creates an account and confirms it. */
export async function signUp(
  { apiUrl, mails }: Place,
  { fetch }: Pick<Environment, 'fetch'>,
  username: string,
): Promise<void> {
  const session = createSession({ apiUrl, environment: { fetch } });
  const email = `${username}@example.com`;
  await session.signUp({ username, email, password: PASSWORD });
  await session.confirmSignUp({ username, code: mails().find(({ to }) => to === email)?.code ?? '' });
}

/** Signs a person in on a new device, and waits until it has caught up. */
export async function deviceOf(
  { apiUrl, webSocketUrl }: Place,
  check: ContractCheck,
  username: string,
  more: Partial<Environment> = {},
): Promise<Device> {
  const { WebSocket, drop } = check.sockets();
  const environment = { fetch: check.fetch(apiUrl, createCookieFetch()), WebSocket, ...more };
  const session = createSession({ apiUrl, environment });
  await session.signIn({ username, password: PASSWORD });
  const mailbox = createMailbox({ session, webSocketUrl, environment });
  await until(mailbox, 'caught up', () => mailbox.state.connection === 'ready');
  return { session, mailbox, drop };
}

/**
 * Waits for a state of the mailbox.
 * @param what completes the sentence "not … in 120 s"
 */
export function until(mailbox: Mailbox, what: string, holds: () => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = (): void => {
      clearTimeout(timer);
      forget();
    };
    const timer = setTimeout(() => {
      done();
      reject(new Error(`Not ${what} in ${DEADLINE_MS / 1000} s: ${JSON.stringify(mailbox.state).slice(0, 2_000)}`));
    }, DEADLINE_MS);
    const look = (): void => {
      if (!holds()) return;
      done();
      resolve();
    };
    const forget = mailbox.subscribe(look);
    look();
  });
}

/** Returns the texts that a view shows, each with its state unless it is sent. */
export const texts = ({ mailbox }: Pick<Device, 'mailbox'>, peer: string): string[] =>
  (mailbox.state.conversations[peer]?.rows ?? []).map(({ body, state }) =>
    state === 'sent' ? body : `${body} (${state})`,
  );

/** Waits until a view shows exactly these texts. */
export const untilShown = (
  { mailbox }: Pick<Device, 'mailbox'>,
  peer: string,
  expected: readonly string[],
): Promise<void> =>
  until(
    mailbox,
    `showing ${expected.slice(-3).join(', ')}`,
    () => texts({ mailbox }, peer).join('\n') === expected.join('\n'),
  );
