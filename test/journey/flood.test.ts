/** What one person writes in a conversation does not make reading it dearer for the other. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Cloud } from '#local/cloud.ts';
import { callsOf, type Usage, usageBetween } from '#local/usage/meter.ts';
import { type SignedIn, signUpAndIn, startTestCloud } from '../support/cloud.ts';

const MESSAGES = 20;
const THUMB = encodeURIComponent('👍');

let cloud: Cloud;
let ann: SignedIn;
let ben: SignedIn;
let id: string;

beforeAll(async () => {
  cloud = await startTestCloud();
  [ann, ben] = await Promise.all([signUpAndIn(cloud), signUpAndIn(cloud)]);
  for (let i = 0; i < MESSAGES; i++) {
    const sent = await ann.fetch('POST', '/messages', { recipient: ben.username, body: `Message ${i}`, after: i });
    ({ id } = (await sent.json()) as { id: string });
  }
});
afterAll(() => cloud.close());

/** Ben puts a reaction to Ann's newest message, and takes it back. */
async function flood(times: number): Promise<void> {
  for (let i = 0; i < times; i++)
    for (const method of ['PUT', 'DELETE'])
      expect((await ben.fetch(method, `/messages/${id}/reactions/${THUMB}`)).status).toBe(204);
  await cloud.idle();
}

/** What Ann's reads of the conversation use, by route: AWS calls and read units. */
async function costOfReading(): Promise<Record<string, readonly [calls: number, readUnits: number]>> {
  const before = cloud.usage();
  const newest = await read<{ next: number; through: number }>(`/messages?target=${ben.username}`);
  await read(`/messages?target=${ben.username}&before=${newest.next}`);
  await read(`/conversations/${ben.username}/log?after=${newest.through - 20}&limit=20`);
  await read(`/conversations/${ben.username}`);
  await read('/conversations');
  await cloud.idle();
  const usage: Usage = usageBetween(before, cloud.usage());
  return Object.fromEntries(
    usage
      .filter(({ functionId, route }) => functionId !== undefined && route.startsWith('GET '))
      .map((row) => [row.route, [callsOf(row), row.readUnits]]),
  );
}

async function read<Body>(path: string): Promise<Body> {
  const answer = await ann.fetch('GET', path);
  expect(answer.status).toBe(200);
  return (await answer.json()) as Body;
}

describe('a conversation that its other person has flooded with changes', () => {
  it('is read at the same cost, however many there are, and shows its messages', async () => {
    await flood(10);
    const few = await costOfReading();
    await flood(45);
    const many = await costOfReading();

    expect(many).toEqual(few);
    // The newest page: the head and two queries. The older one: the head, what follows it, and one query.
    expect(many['GET /messages']?.[0]).toBe(3 + 3);
    const { items, through } = await read<{ items: readonly { body: string }[]; through: number }>(
      `/messages?target=${ben.username}`,
    );
    expect(items.map(({ body }) => body)).toEqual(Array.from({ length: 15 }, (_, i) => `Message ${19 - i}`));
    expect(through).toBe(MESSAGES + 2 * 55);
  });

  it('can be written in by a person who has just opened it', async () => {
    const { through } = await read<{ through: number }>(`/messages?target=${ben.username}`);

    const sent = await ann.fetch('POST', '/messages', { recipient: ben.username, body: 'Stop', after: through });

    expect(sent.status).toBe(201);
  });
});
