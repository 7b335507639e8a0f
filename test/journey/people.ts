/** People with devices, who use the product through its client, over real HTTP and WebSockets. */

import { randomUUID } from 'node:crypto';
import { cookieFetch } from '#client/cookie-fetch.ts';
import { createMailbox } from '#client/create-mailbox.ts';
import type { Environment } from '#client/environment.ts';
import type { Mailbox } from '#client/mailbox.ts';
import { type Session, createSession } from '#client/session.ts';
import type { Contract } from './contract.ts';

export const PASSWORD = 'correct horse battery';

/** Whatever does not happen in this many milliseconds will not happen. */
const DEADLINE = 25_000;

/** Where a cloud can be reached. */
export interface Place {
  readonly apiUrl: string;
  readonly webSocketUrl: string;
  mails(): readonly { readonly to: string; readonly code: string }[];
}

export interface Device {
  readonly session: Session;
  readonly mailbox: Mailbox;
  /** Breaks its sockets, as a tunnel does. */
  drop(): void;
}

/** A name nobody has, that begins so. */
export const newName = (beginning = 'p'): string => `${beginning}${randomUUID().replaceAll('-', '').slice(0, 12)}`;

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

/** A new device of this person, signed in and caught up. */
export async function deviceOf(
  { apiUrl, webSocketUrl }: Place,
  contract: Contract,
  username: string,
  more: Partial<Environment> = {},
): Promise<Device> {
  const { WebSocket, drop } = contract.sockets();
  const environment = { fetch: contract.fetch(apiUrl, cookieFetch()), WebSocket, ...more };
  const session = createSession({ apiUrl, environment });
  await session.signIn({ username, password: PASSWORD });
  const mailbox = createMailbox({ session, webSocketUrl, environment });
  await until(mailbox, 'caught up', () => mailbox.state.connection === 'ready');
  return { session, mailbox, drop };
}

/** Waits for a state of the mailbox. */
export function until(mailbox: Mailbox, what: string, holds: () => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = (): void => {
      clearTimeout(timer);
      forget();
    };
    const timer = setTimeout(() => {
      done();
      reject(new Error(`Not ${what} in ${DEADLINE / 1000} s: ${JSON.stringify(mailbox.state).slice(0, 2_000)}`));
    }, DEADLINE);
    const look = (): void => {
      if (!holds()) return;
      done();
      resolve();
    };
    const forget = mailbox.subscribe(look);
    look();
  });
}

/** What a view shows: the texts of its stored rows, and the state with those that are not. */
export const texts = ({ mailbox }: Pick<Device, 'mailbox'>, peer: string): string[] =>
  (mailbox.state.conversations[peer]?.rows ?? []).map(({ body, state }) =>
    state === 'sent' ? body : `${body} (${state})`,
  );

/** Waits until a view shows exactly these. */
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
