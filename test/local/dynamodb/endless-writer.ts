/** Writes items concurrently until it is killed, and prints the number of each acknowledged item. */
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { openEngine } from '#local/dynamodb/engine.ts';
import { noFaults } from '#local/faults.ts';
import { clientOf } from './client.ts';
import { stackOf, streamed } from './stack.ts';

const [dataDir = ''] = process.argv.slice(2);
const engine = await openEngine({ stack: stackOf(streamed('Messages')), dataDir, faults: noFaults });
const client = clientOf(engine);

let seq = 0;
await Promise.all(
  Array.from({ length: 8 }, async () => {
    for (;;) {
      seq += 1;
      const Item = { thread: { S: 'a~b' }, seq: { N: String(seq) }, body: { S: 'x'.repeat(200) } };
      await client.send(new PutItemCommand({ TableName: 'Messages', Item }));
      process.stdout.write(`${Item.seq.N}\n`);
    }
  }),
);
