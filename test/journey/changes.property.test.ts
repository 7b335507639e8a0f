/** The guarded writes on the real engine, through the real SDK, against the rules they have to follow. */

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { messagesTable as keys } from '#functions/aws/tables.ts';
import { apply, withChanges } from '#functions/core/apply.ts';
import { type Content, type Entry, type MessageEntry, nextEntry } from '#functions/core/entry.ts';
import { ServiceError } from '#local/aws/service.ts';
import { openTestEngine } from '../local/dynamodb/fixture.ts';
import { stackOf, table } from '../local/dynamodb/stack.ts';
import { wire } from './wire.ts';

const { messagesTable } = await import('#functions/aws/messages-table.ts');

const NAME = 'Messages';

const content: fc.Arbitrary<Content> = fc.oneof(
  fc.integer({ min: 1, max: 99 }).map((i) => ({ kind: 'edit', target: 1, body: `Edited text ${i}` }) as const),
  fc
    .record({ emoji: fc.constantFrom('👍', '#️⃣'), on: fc.boolean() })
    .map((how) => ({ kind: 'reaction', target: 1, ...how }) as const),
  fc.constantFrom({ kind: 'deletion', target: 1 } as const, { kind: 'deletion', target: 1, by: 'moderator' } as const),
);
/** What is done to a message, and which of it is applied when: some of it twice. */
const history = fc
  .array(content, { minLength: 1, maxLength: 6 })
  .chain((contents) =>
    fc.tuple(
      fc.constant(contents),
      fc.shuffledSubarray([...contents.keys(), ...contents.keys()], { minLength: contents.length * 2 }),
    ),
  );

async function openLog() {
  const { partitionKey, sortKey } = keys;
  const engine = await openTestEngine(
    stackOf(
      table(NAME, {
        KeySchema: [
          { AttributeName: partitionKey.name, KeyType: 'HASH' },
          { AttributeName: sortKey.name, KeyType: 'RANGE' },
        ],
        AttributeDefinitions: [partitionKey, sortKey].map(({ name, type }) => ({
          AttributeName: name,
          AttributeType: type,
        })),
      }),
    ),
  );
  wire.handle = async ({ method, path, headers, body }) => {
    const request = { method, path, headers, body: Buffer.from(body.buffer, body.byteOffset, body.byteLength) };
    const answer = await engine.service(request, () => undefined).catch(errorAnswer);
    return { response: { ...answer, body: Buffer.from(answer.body) } };
  };
  return messagesTable(NAME);
}

it(
  'a message ends the same in whatever order its changes are applied, at once or one by one, and a deletion leaves no text',
  { timeout: 60_000 },
  async () => {
    const log = await openLog();
    let histories = 0;

    await fc.assert(
      fc.asyncProperty(history, fc.boolean(), async ([contents, order], atOnce) => {
        const people = { sender: `alice-${++histories}`, recipient: 'bob' };
        const entries: Entry[] = [];
        for (const said of [{ kind: 'message', body: 'Original text' } as const, ...contents]) {
          const draft = { ...said, ...people, clientId: `${entries.length}`, digest: 'digest', requestId: '' };
          const entry = nextEntry(entries.at(-1), draft, 1_000 + entries.length);
          entries.push(entry);
          await log.put(entry);
        }
        const changes = entries.filter((entry) => entry.kind !== 'message');

        const steps = order.flatMap((i) => changes[i] ?? []);
        if (atOnce) await Promise.all(steps.map((change) => apply(change, log)));
        else for (const change of steps) await apply(change, log);

        const [first, ...rest] = await log.entriesFrom(entries[0]?.conversation ?? '', 1, 100);
        const expected = withChanges(entries[0] as MessageEntry, changes);
        expect(first).toEqual(expected);
        const texts = [first, ...rest].filter((entry) => JSON.stringify(entry).includes('text'));
        expect(expected.deletionSeq === undefined || texts.length === 0).toBe(true);
      }),
      { numRuns: 60 },
    );
  },
);

it('a head is advanced over entries that follow it, and not over a gap; where it is not, it says how far it has come', async () => {
  const log = await openLog();
  const conversation = 'ann~ben';
  const advance = (lastSeq: number, after: number) =>
    log.advanceHead({ conversation, lastSeq, counts: {}, lastMessage: lastSeq, lastMessageAt: 0 }, after);

  const reached: number[] = [];
  for (const [lastSeq, after] of [
    [3, 1],
    [2, 0],
    [5, 3],
    [5, 2],
    [4, 3],
    [5, 4],
    [7, 0],
  ] as const)
    reached.push(await advance(lastSeq, after));

  expect(reached).toEqual([0, 2, 2, 5, 5, 5, 7]);
  expect(await log.heads([conversation])).toMatchObject([{ lastSeq: 7 }]);
});

/** An error as the local cloud's endpoint answers it. */
function errorAnswer(error: unknown) {
  if (!(error instanceof ServiceError)) throw error;
  const { statusCode, type: __type, message } = error;
  return { statusCode, headers: {}, body: JSON.stringify({ __type, message }) };
}
