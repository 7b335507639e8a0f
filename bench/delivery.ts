/**
 * Delivers messages from person to person: `POST /messages`, the id over the recipient's WebSocket,
 * `GET /messages/{id}`. Each pair of people has one message in flight at a time, so the number of pairs is the load.
 */
import { randomUUID } from 'node:crypto';
import { TEXT } from './constants.ts';
import type { Person } from './person.ts';
import { counting } from './progress.ts';

export interface Pair {
  readonly sender: Person;
  readonly recipient: Person;
  /** Ids of the acknowledged messages, in order. */
  readonly sent: string[];
  /** Newest seq of their conversation. */
  through: number;
}

export interface Delivery {
  readonly messages: number;
  /** Messages that were not announced to their recipient in time. */
  readonly missed: number;
  readonly perSecond: number;
  /** From the POST to the end of the download. */
  readonly p50Ms: number;
  readonly p99Ms: number;
}

interface Bounds {
  readonly messages: number;
  readonly seconds: number;
}

/** Sends until either bound is reached. */
export async function deliver(pairs: readonly Pair[], { messages, seconds }: Bounds): Promise<Delivery> {
  const start = performance.now();
  const show = counting('messages', messages);
  const latencies: number[] = [];
  let started = 0;
  let missed = 0;
  const lane = async (pair: Pair): Promise<void> => {
    while (started < messages && performance.now() - start < seconds * 1000) {
      started++;
      const latency = await deliverOne(pair);
      if (latency === undefined) missed++;
      else latencies.push(latency);
      show(latencies.length);
    }
  };
  await Promise.all(pairs.map(lane));
  const elapsedSeconds = (performance.now() - start) / 1000;
  latencies.sort((a, b) => a - b);
  const percentile = (share: number): number => latencies[Math.floor((latencies.length - 1) * share)] ?? Number.NaN;
  return {
    messages: started,
    missed,
    perSecond: latencies.length / elapsedSeconds,
    p50Ms: percentile(0.5),
    p99Ms: percentile(0.99),
  };
}

/** @returns milliseconds; undefined where the message was not announced in time */
async function deliverOne(pair: Pair): Promise<number | undefined> {
  const { sender, recipient, sent } = pair;
  const start = performance.now();
  const { id, seq } = await sender.send(recipient.username, TEXT, randomUUID(), pair.through);
  sent.push(id);
  pair.through = seq;
  const at = await recipient.received(id);
  return at === undefined ? undefined : at - start;
}
