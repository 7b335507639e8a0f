/** The limits that the conformance suite leaves out, and how the client behaves at one. */

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createCookieFetch } from '#client/cookie-fetch.ts';
import type { Environment } from '#client/environment.ts';
import { readLog } from '#contract/routes/conversations.ts';
import type { Cloud } from '#local/cloud.ts';
import { startTestCloud } from '../support/cloud.ts';
import { assemblyWith } from '../support/edited-assembly.ts';
import { newCaller } from './callers.ts';
import { createContractCheck } from './contract-check.ts';
import { deviceOf, newName, signUp, texts, until, untilShown } from './people.ts';

const CONVERSATIONS_PER_HOUR = 3;
/** Frames of one person, on all sockets together. */
const FRAMES_PER_MINUTE = 120;
const SEND_BURST = 2;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const check = createContractCheck();
const lines: string[] = [];
let cloud: Cloud;

beforeAll(async () => {
  const assembly = await assemblyWith({ CONVERSATIONS_PER_HOUR: `${CONVERSATIONS_PER_HOUR}` });
  cloud = await startTestCloud({ assembly, log: (line) => void lines.push(line) });
});
afterAll(() => cloud.close());

/**
 * Repeats `act`, each time with others, until it began and ended in the same minute, or hour, of the clock: limits are
 * counted by those.
 */
async function within<Given, Result>(
  periodMs: number,
  prepare: () => Promise<Given>,
  act: (given: Given) => Promise<Result>,
): Promise<Result> {
  for (;;) {
    const given = await prepare();
    const begun = Math.floor(Date.now() / periodMs);
    const result = await act(given);
    if (Math.floor(Date.now() / periodMs) === begun) return result;
  }
}

describe('a person who has begun as many conversations as an hour allows', () => {
  it.concurrent('cannot begin another, but can use those, and others can begin one with them', async () => {
    const people = () => Promise.all(['ann', 'ben', 'cat', 'dan', 'eve'].map((name) => newCaller(cloud, check, name)));
    const { ann, answers, replied, greeted } = await within(HOUR_MS, people, async ([her, ...others]) => {
      const last = others.at(-1);
      if (!her || !last) throw new Error('There are five people.');
      const sent = [];
      // Five concurrent sends begin one conversation.
      await Promise.all(
        Array.from({ length: 5 }, () =>
          her.call('POST', '/messages', { recipient: others[0]?.username, body: 'hello', after: 0 }),
        ),
      );
      for (const { username } of others)
        sent.push(await her.call('POST', '/messages', { recipient: username, body: 'hello' }));
      return {
        ann: her,
        answers: sent,
        replied: await her.call('POST', '/messages', { recipient: others[0]?.username, body: 'hello again' }),
        greeted: await last.call('POST', '/messages', { recipient: her.username, body: 'hello yourself' }),
      };
    });

    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 429]);
    expect(answers.at(-1)).toMatchObject({ body: { code: 'too-many-requests' } });
    expect([replied.status, greeted.status]).toEqual([201, 201]);
    await expect
      .poll(async () => (await ann.call('GET', '/conversations')).body)
      .toMatchObject({ items: { length: 4 } });
  });
});

describe('a person who sends more frames than a minute allows', () => {
  it.concurrent('is ignored on all sockets, except for pings', async () => {
    const ignored = () => lines.filter((line) => line.includes('IgnoredFrames=1')).length;

    const people = async () => {
      const [ann, ben] = await Promise.all([newCaller(cloud, check, 'ann'), newCaller(cloud, check, 'ben')]);
      await ann.call('POST', '/messages', { recipient: ben.username, body: 'hello' });
      // Typing needs the conversation's head, which this read brings up to date.
      await ben.call('GET', `/conversations/${ann.username}`);
      const [desk, phone, his] = await Promise.all([ann.dial(), ann.dial(), ben.dial()]);
      return { ben, desk, phone, his };
    };
    const typing = await within(MINUTE_MS, people, async ({ ben, desk, phone, his }) => {
      const before = ignored();
      for (let i = 0; i < FRAMES_PER_MINUTE; i++) (i % 2 ? desk : phone).send({ action: 'typing', to: ben.username });
      const seen = () => his.frames.filter(({ type }) => type === 'typing').length;
      await vi.waitFor(() => expect(seen()).toBe(FRAMES_PER_MINUTE), 60_000);
      for (const socket of [desk, phone]) socket.send({ action: 'typing', to: ben.username });
      // If another minute has begun, the two frames are delivered instead.
      await vi.waitFor(() => expect(ignored() - before + Math.max(0, seen() - FRAMES_PER_MINUTE)).toBe(2), 60_000);
      await Promise.all([desk.settled(), phone.settled()]);
      return seen();
    });

    expect(typing).toBe(FRAMES_PER_MINUTE);
  });
});

describe('the mailbox', () => {
  it.concurrent('keeps refused messages pending for as long as it is told, and all arrive once, in order', async ({
    onTestFinished,
  }) => {
    // Even a busy machine sends faster than that.
    const slow = await startTestCloud({
      assembly: await assemblyWith({ SENDS_PER_MINUTE: '30', SEND_BURST: `${SEND_BURST}` }),
    });
    onTestFinished(() => slow.close());
    const [ann, ben] = [newName('ann'), newName('ben')];
    await Promise.all([ann, ben].map((name) => signUp(slow, { fetch }, name)));
    const refusals: number[] = [];
    const waits: number[] = [];
    const inner = check.fetch(slow.apiUrl, createCookieFetch());
    const recording: Partial<Environment> = {
      async fetch(url, init) {
        const response = await inner(url, init);
        if (response.status === 429) refusals.push(1000 * Number(response.headers.get('retry-after')));
        return response;
      },
      setTimer(act, milliseconds) {
        waits.push(milliseconds);
        const timer = setTimeout(act, milliseconds);
        return () => clearTimeout(timer);
      },
    };
    const [hers, his] = await Promise.all([deviceOf(slow, check, ann, recording), deviceOf(slow, check, ben)]);
    await Promise.all([hers.mailbox.open(ben), his.mailbox.open(ann)]);
    const sent = ['1', '2', '3', '4', '5', '6'];

    for (const text of sent) hers.mailbox.sendMessage(ben, text);
    await until(
      hers.mailbox,
      'at the limit',
      () => texts(hers, ben).filter((text) => !text.endsWith(')')).length >= SEND_BURST,
    );
    await vi.waitFor(() => expect(refusals).not.toEqual([]), 60_000);
    const meanwhile = texts(hers, ben);
    await untilShown(hers, ben, sent);
    await untilShown(his, ann, sent);

    expect(meanwhile.at(-1)).toBe('6 (pending)');
    expect(meanwhile.filter((text) => text.endsWith('(failed)'))).toEqual([]);
    for (const wait of refusals) expect(waits).toContain(wait);
    const log = await hers.session.call(readLog, { parameters: { peer: ben }, query: { after: 0 } });
    expect(log.items.map(({ seq, kind }) => [seq, kind])).toEqual(sent.map((text) => [Number(text), 'message']));
    for (const { mailbox } of [hers, his]) mailbox.close();
  });
});

it('all answers and frames match the contract', () => {
  expect(check.violations).toEqual([]);
});
