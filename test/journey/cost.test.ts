/**
 * What a delivered message uses of AWS. The counts are the same on every machine, so one more call or unit fails
 * here. If the gain is worth it, change the figure here and in docs/performance.md, and run `npm run cost -- --write`.
 */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { readRecorded } from '#bench/bill/recorded.ts';
import { TEXT } from '#bench/constants.ts';
import { BEARER_PREFIX, SUBPROTOCOL } from '#contract/handshake.ts';
import type { Cloud } from '#local/cloud.ts';
import { callsOf, totalOf, type Usage, usageBetween } from '#local/usage/meter.ts';
import { type SignedIn, signUpAndIn, startTestCloud } from '../support/cloud.ts';

let cloud: Cloud;
let sender: SignedIn & Device;
let recipient: SignedIn & Device;
let after = 0;

interface Device {
  readonly connectionId: string;
  /** Resolves when this id has been announced. */
  announced(id: string): Promise<void>;
}

beforeAll(async () => {
  cloud = await startTestCloud();
  [sender, recipient] = await Promise.all([personWithSocket(), personWithSocket()]);
  // The first message between two people costs more, because it opens their conversation.
  await deliver();
  await deliver();
});
afterAll(() => cloud.close());

async function personWithSocket(): Promise<SignedIn & Device> {
  const person = await signUpAndIn(cloud);
  const socket = new WebSocket(cloud.webSocketUrl, [SUBPROTOCOL, BEARER_PREFIX + person.accessToken]);
  const waiting = new Map<string, () => void>();
  const seen = new Set<string>();
  const connectionId = await new Promise<string>((resolve, reject) => {
    socket.once('error', reject).once('open', () => socket.send('{"action":"ping"}'));
    socket.on('message', (data: Buffer) => {
      const frame = JSON.parse(data.toString()) as { connectionId?: string; ids?: string[] };
      if (frame.connectionId !== undefined) resolve(frame.connectionId);
      for (const id of frame.ids ?? []) {
        seen.add(id);
        waiting.get(id)?.();
      }
    });
  });
  const announced = (id: string): Promise<void> =>
    new Promise((resolve) => (seen.has(id) ? resolve() : void waiting.set(id, resolve)));
  return { ...person, connectionId, announced };
}

/** Sends a message, waits for its announcement and downloads it. */
const deliver = (): Promise<void> => deliverWith([]);

async function deliverWith(attachments: readonly string[]): Promise<void> {
  const body = {
    ...{ recipient: recipient.username, body: TEXT, clientId: randomUUID(), after },
    ...(attachments.length > 0 && { attachments }),
  };
  const sent = await fetch(`${cloud.apiUrl}/messages`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${sender.accessToken}`,
      'content-type': 'application/json',
      'x-connection-id': sender.connectionId,
    },
    body: JSON.stringify(body),
  });
  const { id, seq } = (await sent.json()) as { id: string; seq: number };
  after = seq;
  await recipient.announced(id);
  await recipient.fetch('GET', `/messages/${id}`);
  await cloud.idle();
}

/** Uploads a picture. @returns its id */
async function upload(): Promise<string> {
  const content = 'not really a picture';
  const begun = await sender.fetch('POST', '/attachments', { type: 'image/png', bytes: content.length });
  const { id, upload: place } = (await begun.json()) as {
    id: string;
    upload: { url: string; fields: Record<string, string> };
  };
  const form = new FormData();
  for (const [name, value] of Object.entries(place.fields)) form.append(name, value);
  form.append('file', new Blob([content]));
  expect((await fetch(cloud.siteUrl + place.url, { method: 'POST', body: form })).ok).toBe(true);
  return id;
}

async function used(act: () => Promise<void>): Promise<Usage> {
  const before = cloud.usage();
  await act();
  return usageBetween(before, cloud.usage());
}

describe('A delivered message of 200 bytes, alone in its batch, with one socket each', () => {
  it('takes exactly these calls and units, which its budget does not allow yet', async () => {
    const usage = await used(deliver);

    const { calls, readUnits, writeUnits, requests, messages, invocations } = totalOf(usage);
    expect({ calls, readUnits, writeUnits, requests, messages, invocations }).toEqual({
      // The budget, with batches of ten, is 5 calls, 4.5 read units and 2 write units.
      calls: { BatchGetItem: 3, PutItem: 2, GetItem: 1, 'POST @connections': 1 },
      // Half a unit tells that the recipient has no device that is told by push.
      readUnits: 5.5,
      writeUnits: 2,
      requests: 2,
      messages: 1,
      invocations: 4,
    });
  });

  it('takes what docs/cost.md was computed from, but for what consumers share between messages', async () => {
    const { message } = (await readRecorded()).acts;
    const { requests, messages, writeUnits, readUnits, invocations } = totalOf(await used(deliver));

    const { requests: asked, messages: told, writeUnits: written } = message;
    expect({ requests: asked, messages: told, writeUnits: written }).toEqual({ requests, messages, writeUnits });
    expect(message.readUnits).toBeGreaterThan(readUnits - 1);
    expect(message.readUnits).toBeLessThan(readUnits + 0.5);
    expect(message.invocations).toBeLessThanOrEqual(invocations);
  });

  it('takes them in these places', async () => {
    const usage = await used(deliver);

    const byRoute = usage
      .filter((row) => row.functionId !== undefined)
      .map((row) => [row.route.replace(/^stream .*/, 'stream'), callsOf(row), row.readUnits, row.writeUnits]);
    expect(byRoute).toEqual(
      expect.arrayContaining([
        ['POST /messages', 2, 2.5, 1],
        ['stream', 3, 2, 1],
        // Looking for a device to tell by push.
        ['stream', 1, 0.5, 0],
        ['GET /messages/{id}', 1, 0.5, 0],
      ]),
    );
  });

  it('is logged by the gateway alone, in one line for each request', async () => {
    const usage = await used(deliver);

    const logged = usage.filter(({ logBytes }) => logBytes > 0);
    // The meter lists routes in the order of their first use, by any test of this cloud.
    expect(new Map(logged.map(({ route, functionId }) => [route, functionId]))).toEqual(
      new Map([
        ['POST /messages', undefined],
        ['GET /messages/{id}', undefined],
      ]),
    );
    expect(logged).toHaveLength(2);
    // The budget. Durations of four digits still fit.
    expect(totalOf(usage).logBytes).toBeGreaterThan(250);
    expect(totalOf(usage).logBytes).toBeLessThanOrEqual(300);
  });

  it('takes a picture along for these calls and units', async () => {
    let id = '';
    const begun = totalOf(await used(async () => void (id = await upload())));
    const [text, picture] = [totalOf(await used(deliver)), totalOf(await used(() => deliverWith([id])))];

    const beside = ({ calls, readUnits, writeUnits }: typeof text) => ({ calls, readUnits, writeUnits });
    // The person, the upload with its task for the sweep, and the two limits.
    expect(beside(begun)).toEqual({ calls: { GetItem: 1, PutItem: 2, UpdateItem: 2 }, readUnits: 1, writeUnits: 4 });
    expect({
      calls: Object.fromEntries(
        Object.entries(picture.calls).flatMap(([name, count]) => {
          const more = count - (text.calls[name] ?? 0);
          return more === 0 ? [] : [[name, more]];
        }),
      ),
      readUnits: picture.readUnits - text.readUnits,
      writeUnits: picture.writeUnits - text.writeUnits,
    }).toEqual({
      // Reserved by the send and confirmed by the consumer. A send with files reads the log before it takes them.
      calls: { BatchGetItem: 1, Query: 1, UpdateItem: 2, HeadObject: 1, CopyObject: 1 },
      readUnits: 1.5,
      writeUnits: 2,
    });
  });

  it('is seen from outside as well', async () => {
    const answer = await fetch(`${cloud.siteUrl}/_local/usage`);

    expect(await answer.json()).toEqual({ busy: false, rows: cloud.usage() });
  });
});
