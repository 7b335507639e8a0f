/** People with mailboxes on a cloud in memory, in virtual time. */

import { createMailbox } from '#client/create-mailbox.ts';
import type { Mailbox } from '#client/mailbox.ts';
import { createMemoryStorage } from '#client/outbox-storage.ts';
import { createSession } from '#client/session.ts';
import { type Call, type Fault, memoryCloud } from './memory-cloud.ts';
import { virtualTime } from './virtual-time.ts';

export function world() {
  const time = virtualTime();
  const cloud = memoryCloud(time);

  /** A mailbox on a device of this person, caught up. With the storage of another one that was closed, it is that one reloaded. */
  async function device(person: string, storage = createMemoryStorage()): Promise<Mailbox> {
    const environment = cloud.environment(person);
    const session = createSession({ apiUrl: '', environment });
    await session.refresh();
    const mailbox = createMailbox({ session, webSocketUrl: 'wss://live', environment, storage });
    await time.settle();
    return mailbox;
  }

  return { time, cloud, device };
}

/** What a view shows: text and state of each row. */
export const shown = (mailbox: Mailbox, peer: string): string[] =>
  (mailbox.state.conversations[peer]?.rows ?? []).map(({ body, state }) =>
    state === 'sent' ? body : `${body} (${state})`,
  );

/** Calls of this method on paths that begin so. */
export const callsOf = ({ calls }: ReturnType<typeof memoryCloud>, method: string, path: string) =>
  calls.filter((call) => call.method === method && call.path.startsWith(path));

/** Something that happens when the test says so. */
export function hold() {
  let release = () => {};
  const late = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { late, release: () => release() };
}

/** A device of Alice that can be switched off and on; what was kept on it stays. */
export function aliceIn({ device }: ReturnType<typeof world>, storage = createMemoryStorage()) {
  let mailbox: Mailbox | undefined;
  return async (): Promise<Mailbox> => {
    mailbox?.close();
    mailbox = await device('alice', storage);
    return mailbox;
  };
}

/** The texts shown to somebody who looks at a conversation from now on, at every moment. */
export function looks(mailbox: Mailbox, peer: string): string[][] {
  const seen: string[][] = [];
  mailbox.subscribe(() => seen.push((mailbox.state.conversations[peer]?.rows ?? []).map(({ body }) => body)));
  return seen;
}

/** Fails every call but that by which a session begins. */
export const noNetwork = ({ path }: Call): Fault | undefined => (path === '/auth/refresh' ? undefined : 'request lost');

export const isSend = ({ method, path }: Call): boolean => method === 'POST' && path === '/messages';
