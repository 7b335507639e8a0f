/**
 * Delivers messages from person to person: `POST /messages`, the id over the recipient's WebSocket,
 * `GET /messages/{id}`. Each pair of people has one message in flight at a time. In a closed loop the number of pairs
 * is the load; in an open loop messages are due at a fixed rate, whatever became of those before.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
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
  /** From the POST, or from when it was due, to the end of the download. */
  readonly p50Ms: number;
  readonly p95Ms: number;
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
  return summary(latencies, { messages: started, missed, elapsedMs: performance.now() - start });
}

/**
 * Sends at a fixed rate. A message whose pair still has another one in flight waits, and its wait counts: a closed loop
 * would send less where the cloud is slow, and so hide it.
 */
export async function deliverAtRate(pairs: readonly Pair[], perSecond: number, seconds: number): Promise<Delivery> {
  const messages = Math.round(perSecond * seconds);
  const show = counting('messages', messages);
  const start = performance.now();
  const latencies: number[] = [];
  const lanes = pairs.map((pair) => ({ pair, free: Promise.resolve() }));
  for (let i = 0; i < messages; i++) {
    const dueAt = start + (i * 1000) / perSecond;
    await sleep(Math.max(0, dueAt - performance.now()));
    const lane = lanes[i % lanes.length];
    if (!lane) throw new Error('There is nobody to send.');
    lane.free = lane.free.then(async () => {
      const waitedMs = performance.now() - dueAt;
      const latency = await deliverOne(lane.pair);
      if (latency !== undefined) latencies.push(waitedMs + latency);
      show(latencies.length);
    });
  }
  await Promise.all(lanes.map(({ free }) => free));
  const elapsedMs = performance.now() - start;
  return summary(latencies, { messages, missed: messages - latencies.length, elapsedMs });
}

function summary(
  latencies: number[],
  { messages, missed, elapsedMs }: { messages: number; missed: number; elapsedMs: number },
): Delivery {
  latencies.sort((a, b) => a - b);
  const percentile = (share: number): number => latencies[Math.floor((latencies.length - 1) * share)] ?? Number.NaN;
  return {
    messages,
    missed,
    perSecond: (latencies.length * 1000) / elapsedMs,
    p50Ms: percentile(0.5),
    p95Ms: percentile(0.95),
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
