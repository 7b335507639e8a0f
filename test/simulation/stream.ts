/** The stream of new entries: its batches are retried, repeated, late, and delivered in parallel. */

import { marshall } from '@aws-sdk/util-dynamodb';
import { deliver, type DeliveryContext } from '#local/streams/delivery.ts';
import type { PendingRecord } from '#local/streams/pending-record.ts';
import type { Item } from './expressions.ts';
import { mapping } from './mapping.ts';
import { product } from './product.ts';
import { delay, invoke, type World } from './world.ts';

/** How long a record usually takes to reach the stream. */
const RECORD_MS = 100;
/** A batch is replayed at most so long after its first delivery. */
const REPLAY_MS = 10_000;
/** The longest wait before a batch is retried. */
const LONGEST_PAUSE_MS = 500;
/** How long the consumer may run. */
const TIMEOUT_MS = 30_000;

export function createStream(world: World) {
  const { time, random, strikes } = world;
  const lanes = Array.from(
    { length: mapping.parallelizationFactor },
    (): { waiting: PendingRecord[]; busy: boolean } => ({
      waiting: [],
      busy: false,
    }),
  );
  let count = 0;

  const consume = (records: readonly object[], mayDie: boolean): Promise<unknown> =>
    invoke(
      world,
      'stream',
      () => product.consume({ Records: records as never }, { getRemainingTimeInMillis: () => TIMEOUT_MS }),
      mayDie,
    ).then((answer) => world.mutant.report?.(answer) ?? answer);

  function deliveryContext(): DeliveryContext {
    let failures = 0;
    return {
      mapping,
      duplicatedShare: () => 0,
      // The consumer dies at most three times in a row: more would be a defect rather than a fault.
      invoke: (records) => consume(records, failures < 3),
      finish: () => undefined,
      async discard({ records }) {
        const lost = records.filter(({ partitionKey }) => partitionKey !== '');
        if (lost.length > 0) world.broken('lost', `the stream gave up entries: ${lost.map(nameOf).join(', ')}`);
      },
      async backOff(inARow, error) {
        world.trace(() => `a batch fails ${inARow} times: ${String(error)}`);
        failures = inARow;
        await time.sleep(Math.min(LONGEST_PAUSE_MS, 100 * 2 ** inARow));
      },
      isClosing: () => false,
    };
  }

  async function drain(lane: (typeof lanes)[number]): Promise<void> {
    lane.busy = true;
    while (lane.waiting.length > 0) {
      const batch = lane.waiting.splice(0, 1 + random.whole(mapping.batchSize));
      world.trace(() => `a batch begins: ${batch.map(nameOf).join(', ')}`);
      await deliver(batch, deliveryContext());
      if (strikes('replayed')) time.timer(() => void deliver(batch, deliveryContext()), random.between(0, REPLAY_MS));
    }
    lane.busy = false;
  }

  function put(partitionKey: string, image: Record<string, unknown>): void {
    const sequenceNumber = String(++count);
    const event = {
      eventName: 'INSERT',
      dynamodb: { SequenceNumber: sequenceNumber, StreamViewType: 'NEW_IMAGE', NewImage: image },
    };
    // A stream keeps the order of one item's records only: entries of a conversation may be in different lanes.
    const lane = random.pick(lanes);
    time.timer(
      () => {
        lane.waiting.push({ sequenceNumber, writtenAt: Infinity, partitionKey, event, bytes: 0, state: 'waiting' });
        if (!lane.busy) void drain(lane);
      },
      delay(random, RECORD_MS),
    );
  }

  return {
    /** Puts a new entry into the stream. */
    write(entry: Item): void {
      if (strikes('poison')) put('', {});
      put(String(entry['conversation']), marshall(entry));
    },
  };
}

const nameOf = ({ partitionKey, sequenceNumber }: PendingRecord): string => `${partitionKey} ${sequenceNumber}`;
