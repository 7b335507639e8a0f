/** A thousand messages of 200 bytes among a hundred people with a socket each, singly and in bursts. */
import { randomUUID } from 'node:crypto';
import { TEXT } from '../constants.ts';
import { deliver, type Pair } from '../delivery.ts';
import type { Person } from '../person.ts';
import type { Act, Stage } from './stage.ts';
import { storedBytes } from './stored-bytes.ts';

const MESSAGES = 1_000;
const A_DAY_SECONDS = 24 * 60 * 60;

/** Names for what is measured; a first message is only sent where it has none. */
interface MessageActs {
  readonly first?: Act;
  readonly alone: Act;
  readonly burst: Act;
}

/** @returns what one message leaves in tables, in bytes */
export async function sendMessages({ cloud, people, measure }: Stage, acts: MessageActs): Promise<number> {
  const pairs = pairsOf(people);
  const sendFirst = () => send(pairs, pairs.length);
  await (acts.first ? measure(acts.first, pairs.length, sendFirst) : sendFirst());
  const before = await storedBytes(cloud.awsUrl);
  await measure(acts.alone, MESSAGES, async () => {
    for (let sent = 0; sent < MESSAGES; sent += 1) await send([pairs[sent % pairs.length] as Pair], 1);
  });
  const stored = (await storedBytes(cloud.awsUrl)) - before;
  await measure(acts.burst, MESSAGES, async () => {
    for (let sent = 0; sent < MESSAGES; sent += pairs.length) await burst(pairs);
  });
  return stored / MESSAGES;
}

/** Everybody writes to the next one. */
const pairsOf = (people: readonly Person[]): readonly Pair[] =>
  people.map((sender, index) => {
    const recipient = people[(index + 1) % people.length];
    if (!recipient) throw new Error('There is nobody to write to.');
    return { sender, recipient, sent: [], through: 0 };
  });

const send = (inFlight: readonly Pair[], messages: number) => deliver(inFlight, { messages, seconds: A_DAY_SECONDS });

/** Everybody sends at once. */
async function burst(pairs: readonly Pair[]): Promise<void> {
  await Promise.all(
    pairs.map(async (pair) => {
      const { id, seq } = await pair.sender.send(pair.recipient.username, TEXT, randomUUID(), pair.through);
      pair.through = seq;
      await pair.recipient.received(id);
    }),
  );
}
