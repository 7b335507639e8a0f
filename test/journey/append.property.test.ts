/** The append rule on the real engine, through the real SDK, with answers lost on the way. */

import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { conversationOf } from '#contract/message-id.ts';
import { messagesTable as keys } from '#functions/aws/tables.ts';
import { type Appended, append } from '#functions/core/append.ts';
import { ServiceError } from '#local/aws/service.ts';
import { openTestEngine } from '../local/dynamodb/fixture.ts';
import { stackOf, table } from '../local/dynamodb/stack.ts';
import { wire } from './wire.ts';

const { messagesTable } = await import('#functions/aws/messages-table.ts');

const NAME = 'Messages';
const people = ['alice', 'bob'] as const;
const clock = { now: () => 0, random: () => 0, sleep: async () => setImmediate() };

interface Send {
  readonly by: 0 | 1;
  /** How many copies of it are under way at once. */
  readonly copies: number;
  /** Whether it is sent again when all others are done. */
  readonly again: boolean;
}

const send: fc.Arbitrary<Send> = fc.record({
  by: fc.constantFrom(0, 1),
  copies: fc.integer({ min: 1, max: 3 }),
  again: fc.boolean(),
});
/** Groups of sends that are under way together, and which of the writes lose their answers. */
const history = fc.record({
  groups: fc.array(fc.array(send, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 }),
  lost: fc.array(fc.nat(9), { maxLength: 3 }),
});

it(
  'a log has no hole, no duplicate and one order, however sends race, repeat and lose their answers',
  { timeout: 60_000 },
  async () => {
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
    const log = messagesTable(NAME);
    let writes = 0;
    let lost = new Set<number>();
    wire.handle = async ({ method, path, headers, body }) => {
      const request = { method, path, headers, body: Buffer.from(body.buffer, body.byteOffset, body.byteLength) };
      const answer = await engine.service(request, () => undefined).catch(errorAnswer);
      if (headers['x-amz-target']?.endsWith('.PutItem') && lost.has(writes++))
        throw Object.assign(new Error('lost'), { code: 'ECONNRESET' });
      return { response: { ...answer, body: Buffer.from(answer.body) } };
    };

    await fc.assert(
      fc.asyncProperty(history, async (given) => {
        const [one, other] = people.map((person) => `${person}-${randomUUID().slice(0, 8)}`) as [string, string];
        const conversation = conversationOf(one, other);
        const outcomes = new Map<string, Appended[]>();
        const groupOf = new Map<string, number>();
        const later: (() => Promise<void>)[] = [];
        [writes, lost] = [0, new Set(given.lost)];

        for (const [number, group] of given.groups.entries()) {
          const after = (await log.tail(conversation))?.seq ?? 0;
          await Promise.all(
            group.map(async ({ by, copies, again }) => {
              const clientId = randomUUID();
              groupOf.set(clientId, number);
              const [sender, recipient] = by === 0 ? [one, other] : [other, one];
              const copy = async () => {
                const draft = {
                  kind: 'message',
                  body: clientId,
                  sender,
                  recipient,
                  clientId,
                  digest: clientId,
                  requestId: randomUUID(),
                } as const;
                const outcome = await append(log, { draft, after, admit: async () => {}, rate: undefined }, clock);
                outcomes.set(clientId, [...(outcomes.get(clientId) ?? []), outcome]);
              };
              if (again) later.push(copy);
              await Promise.all(Array.from({ length: copies }, copy));
            }),
          );
        }
        for (const copy of later) await copy();

        const entries = await log.entriesFrom(conversation, 0, 200);
        expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, i) => i + 1));
        expect(entries.map(({ clientId }) => clientId).sort()).toEqual([...outcomes.keys()].sort());
        for (const [clientId, copies] of outcomes) {
          const stored = entries.find((entry) => entry.clientId === clientId);
          expect(copies.map(({ entry }) => entry)).toEqual(copies.map(() => stored));
          expect(copies.filter(({ created }) => created)).toHaveLength(1);
        }
        for (const { seq, counts, sender } of entries) {
          expect(counts[sender]).toBe(entries.filter((entry) => entry.sender === sender && entry.seq <= seq).length);
        }
        const order = entries.map(({ clientId }) => groupOf.get(clientId) ?? Number.NaN);
        expect(order).toEqual(order.toSorted((before, after) => before - after));
      }),
      { numRuns: 40 },
    );
  },
);

/** An error as the local cloud's endpoint answers it. */
function errorAnswer(error: unknown) {
  if (!(error instanceof ServiceError)) throw error;
  const { statusCode, type: __type, message } = error;
  return { statusCode, headers: {}, body: JSON.stringify({ __type, message }) };
}
