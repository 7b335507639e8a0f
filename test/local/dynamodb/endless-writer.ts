/**
 * Writes items concurrently until it is killed, and prints the number of each acknowledged item, or `refused`.
 * Arguments: the data folder, and the length of an item's text.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { openEngine } from '#local/dynamodb/engine.ts';
import { noFaults } from '#local/faults.ts';
import { clientOf } from './client.ts';
import { stackOf, streamed } from './stack.ts';

const [dataDir = '', length = '200'] = process.argv.slice(2);
const engine = await openEngine({ stack: stackOf(streamed('Messages')), dataDir, faults: noFaults });
const client = clientOf(engine);

let seq = 0;
await Promise.all(
  Array.from({ length: 8 }, async () => {
    for (;;) {
      seq += 1;
      const Item = { thread: { S: 'a~b' }, seq: { N: String(seq) }, body: { S: 'x'.repeat(Number(length)) } };
      const line = await client.send(new PutItemCommand({ TableName: 'Messages', Item })).then(
        () => Item.seq.N,
        ({ name }: Error) => `refused ${name}`,
      );
      process.stdout.write(`${line}\n`);
      // Refusals are answered at once, and the database is opened again in between.
      if (line?.startsWith('refused')) await sleep(50);
    }
  }),
);
