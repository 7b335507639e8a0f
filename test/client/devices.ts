/** People with mailboxes on a cloud in memory, in virtual time. */

import { createMailbox } from '#client/create-mailbox.ts';
import { createMemoryFiles } from '#client/file-storage.ts';
import type { Mailbox } from '#client/mailbox.ts';
import { createMemoryStorage } from '#client/outbox-storage.ts';
import { createSession } from '#client/session.ts';
import { type Call, type Fault, memoryCloud } from './memory-cloud.ts';
import { virtualTime } from './virtual-time.ts';

export function world() {
  const time = virtualTime();
  const cloud = memoryCloud(time);

  /**
   * Returns a mailbox on a device of this person, caught up. Given the storages of one that was closed, it is that one
   * after a reload.
   */
  async function device(
    person: string,
    storage = createMemoryStorage(),
    files = createMemoryFiles(),
  ): Promise<Mailbox> {
    const environment = cloud.environment(person);
    const session = createSession({ apiUrl: '', environment });
    await session.refresh();
    const mailbox = createMailbox({ session, webSocketUrl: 'wss://live', environment, storage, files });
    await time.settle();
    return mailbox;
  }

  return { time, cloud, device };
}

/** Returns the text and state of each row. */
export const shown = (mailbox: Mailbox, peer: string): string[] =>
  (mailbox.state.conversations[peer]?.rows ?? []).map(({ body, state }) =>
    state === 'sent' ? body : `${body} (${state})`,
  );

/** Returns the calls of this method on paths with this beginning. */
export const callsOf = ({ calls }: ReturnType<typeof memoryCloud>, method: string, path: string) =>
  calls.filter((call) => call.method === method && call.path.startsWith(path));

/** Returns the bodies of these calls. */
export const bodiesOf = (calls: readonly Call[]): Record<string, unknown>[] =>
  calls.map(({ body }) => JSON.parse(body ?? '{}') as Record<string, unknown>);

/** Returns a promise that resolves when the test releases it. */
export function hold() {
  let release = () => {};
  const late = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { late, release: () => release() };
}

/** Returns a function that reloads Alice's device; its storages survive. */
export function aliceIn(
  { device }: ReturnType<typeof world>,
  storage = createMemoryStorage(),
  files = createMemoryFiles(),
) {
  let mailbox: Mailbox | undefined;
  return async (): Promise<Mailbox> => {
    mailbox?.close();
    mailbox = await device('alice', storage, files);
    return mailbox;
  };
}

/** Records the texts that a conversation shows after each change from now on. */
export function looks(mailbox: Mailbox, peer: string): string[][] {
  const seen: string[][] = [];
  mailbox.subscribe(() => seen.push((mailbox.state.conversations[peer]?.rows ?? []).map(({ body }) => body)));
  return seen;
}

/** Fails every call but the one by which a session begins. */
export const noNetwork = ({ path }: Call): Fault | undefined => (path === '/auth/refresh' ? undefined : 'request lost');

export const isSend = ({ method, path }: Call): boolean => method === 'POST' && path === '/messages';

/** Alice and bob, who have each other's conversation open; alice has said hello. */
export async function pair() {
  const { cloud, device, time } = world();
  const [alice, bob] = [await device('alice'), await device('bob')];
  await Promise.all([alice.open('bob'), bob.open('alice')]);
  alice.sendMessage('bob', 'hello');
  await time.settle();
  const view = () => alice.state.conversations['bob'];
  return { cloud, device, time, alice, bob, view };
}
