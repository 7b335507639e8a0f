/** The stream of new entries: batches, their retries, and batches that come again, late, or beside one another. */

import { marshall } from '@aws-sdk/util-dynamodb';
import { deliver, type DeliveryContext } from '#local/streams/delivery.ts';
import type { PendingRecord } from '#local/streams/pending-record.ts';
import type { Item } from './expressions.ts';
import { mapping } from './mapping.ts';
import { product } from './product.ts';
import { delay, invoke, type World } from './world.ts';

/** Milliseconds until a record is in the stream, usually. */
const SLOWNESS = 100;
/** The latest that a batch is delivered again, in milliseconds. */
const REPLAY = 10_000;
/** Longest wait before a batch is tried again, in milliseconds. */
const LONGEST_PAUSE = 500;

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
      () => product.consume({ Records: records as never }, { getRemainingTimeInMillis: () => 30_000 }),
      mayDie,
    ).then((answer) => world.mutant.report?.(answer) ?? answer);

  function deliveryContext(): DeliveryContext {
    let failures = 0;
    return {
      mapping,
      duplicatedShare: () => 0,
      // A function that dies is started anew; more than three times in a row would be a defect.
      invoke: (records) => consume(records, failures < 3),
      finish: () => undefined,
      async discard({ records }) {
        const lost = records.filter(({ partitionKey }) => partitionKey !== '');
        if (lost.length > 0)
          world.broken(
            'lost',
            `the stream gave up entries: ${lost.map(({ partitionKey, sequenceNumber }) => `${partitionKey} ${sequenceNumber}`).join(', ')}`,
          );
      },
      async backOff(inARow, error) {
        world.tell(() => `a batch fails ${inARow} times: ${String(error)}`);
        failures = inARow;
        await time.sleep(Math.min(LONGEST_PAUSE, 100 * 2 ** inARow));
      },
      isClosing: () => false,
    };
  }

  async function drain(lane: (typeof lanes)[number]): Promise<void> {
    lane.busy = true;
    while (lane.waiting.length > 0) {
      const batch = lane.waiting.splice(0, 1 + random.whole(mapping.batchSize));
      world.tell(
        () =>
          `a batch begins: ${batch.map(({ partitionKey, sequenceNumber }) => `${partitionKey} ${sequenceNumber}`).join(', ')}`,
      );
      await deliver(batch, deliveryContext());
      if (strikes('replayed')) time.timer(() => void deliver(batch, deliveryContext()), random.between(0, REPLAY));
    }
    lane.busy = false;
  }

  function put(partitionKey: string, image: Record<string, unknown>): void {
    const sequenceNumber = String(++count);
    const event = {
      eventName: 'INSERT',
      dynamodb: { SequenceNumber: sequenceNumber, StreamViewType: 'NEW_IMAGE', NewImage: image },
    };
    // Order is kept for one item only: entries of one conversation may be in different lanes.
    const lane = random.pick(lanes);
    time.timer(
      () => {
        lane.waiting.push({ sequenceNumber, writtenAt: Infinity, partitionKey, event, bytes: 0, state: 'waiting' });
        if (!lane.busy) void drain(lane);
      },
      delay(random, SLOWNESS),
    );
  }

  return {
    /** An entry was written. */
    write(entry: Item): void {
      if (strikes('poison')) put('', {});
      put(String(entry['conversation']), marshall(entry));
    },
  };
}
