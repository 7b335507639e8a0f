/** A load for a cloud: people who send to each other, warmed up, and what a part of it takes of the cloud. */
import { type Usage, usageBetween } from '#local/usage/meter.ts';
import { type Check, check } from './check.ts';
import { byRoute, type Cost, costOf } from './cost.ts';
import { deliver, type Delivery, type Pair } from './delivery.ts';
import { settledUsage } from './local-usage.ts';
import { createPeople } from './person.ts';
import type { CloudProcess } from './process.ts';
import { progress } from './progress.ts';

/** Enough for the just-in-time compiler. Without it, a message takes two to three times the processor time. */
const WARM_UP = { inFlight: 32, messages: 3000, seconds: 30 };
/** Senders, and as many recipients. */
const SENDERS = 32;
/** Recipients that a sender writes to: as many pairs as the largest load has messages in flight. */
const RECIPIENTS_EACH = 4;

export interface Measured extends Delivery {
  /** Processor time of the cloud's process. */
  readonly cpuMsPerMessage: number | undefined;
  /** The cost of one message. */
  readonly cost: Cost;
  /** The average number of messages in a batch of the stream. */
  readonly batch: number;
  readonly routes: Readonly<Record<string, Cost>>;
}

export interface Load {
  /** As many of the first pairs as there are senders have different people. */
  readonly pairs: readonly Pair[];
  /** Messages of the warm-up that were not announced to their recipient in time. */
  readonly missed: number;
  measure(act: (pairs: readonly Pair[]) => Promise<Delivery>): Promise<Measured>;
  /** Reads every log. Nothing can be measured after it. */
  end(): Promise<Check>;
}

/** @param senders how many people write, to as many others */
export async function createLoad({ siteUrl, resources }: CloudProcess, senders = SENDERS): Promise<Load> {
  progress(`Signing up ${2 * senders} people …`);
  // Two loads of one cloud are of different people.
  const names = Array.from({ length: senders }, (_, i) => [`sender-${senders}-${i}`, `recipient-${senders}-${i}`]);
  const people = await createPeople(siteUrl, names.flat());
  const pairs = Array.from({ length: senders * RECIPIENTS_EACH }, (_, index): Pair => {
    const sender = people[2 * (index % senders)];
    const recipient = people[2 * ((index + Math.floor(index / senders)) % senders) + 1];
    if (!sender || !recipient) throw new Error('There are not enough people.');
    return { sender, recipient, sent: [], through: 0 };
  });

  progress('Warming up …');
  const { missed } = await deliver(pairs.slice(0, WARM_UP.inFlight), WARM_UP);
  return {
    pairs,
    missed,
    async measure(act) {
      const usageBefore = await settledUsage(siteUrl);
      const before = await resources();
      const delivery = await act(pairs);
      const after = await resources();
      const cpuMsPerMessage = before && after && (after.cpuMs - before.cpuMs) / delivery.messages;
      const used = usageBetween(usageBefore, await settledUsage(siteUrl));
      return { ...delivery, cpuMsPerMessage, ...costOfMessage(used, delivery.messages) };
    },
    async end() {
      progress('Reading every log …');
      const found = await check(`${siteUrl}/api`, pairs);
      for (const person of people) person.close();
      return found;
    },
  };
}

function costOfMessage(used: Usage, messages: number): Pick<Measured, 'cost' | 'batch' | 'routes'> {
  const batches = used.filter(({ route }) => route.startsWith('stream '));
  return {
    cost: costOf(used, messages),
    batch: messages / batches.reduce((sum, { invocations }) => sum + invocations, 0),
    routes: byRoute(used, messages),
  };
}
