/** No pattern that reads what people send takes more than linear time, up to texts of 100,000 characters. */

import { describe, expect, it } from 'vitest';
import { isEmoji } from '#contract/emoji.ts';
import { ClientFrame } from '#contract/frames.ts';
import { tokenOf } from '#contract/handshake.ts';
import { parseMessageId } from '#contract/message-id.ts';
import { isOwnOrigin } from '#contract/origin.ts';
import { isReserved } from '#contract/reserved-names.ts';
import type { Route } from '#contract/route.ts';
import { routes } from '#contract/routes.ts';
import { isUserName } from '#contract/user-name.ts';
import { decodeCursor } from '#functions/core/cursor.ts';
import { deviceOf } from '#functions/core/device.ts';
import { isRecordId } from '#functions/core/moderation-record.ts';

/** The shorter texts show what a character costs; where the longer ones cost more than that, the time is not linear. */
const SHORT = 12_500;
const LONG = 100_000;
/** How much more a character of a long text may cost. With quadratic time it costs eight times as much. */
const TOLERANCE = 3;
/** What compilers and garbage collection may cost in between. */
const NOISE_MS = 250;
/** Only an end for a test that fails: in quadratic time, a long text takes minutes on a busy machine. */
const END = { timeout: 600_000 };

/** Texts of this length: one piece repeated, and an end that no pattern expects, which makes patterns backtrack. */
const textsOf = (length: number): string[] =>
  [
    'a',
    '0',
    'a.',
    'a@',
    'a-',
    '-',
    '_',
    '~',
    'a~',
    '.',
    '%',
    ' ',
    '\t\n',
    '\r',
    'rn',
    '1l',
    'é',
    'e\u0301',
    '\u0301',
    '\u200b',
    '\u202e',
    '😀',
    '👩\u200d',
    '🇹🇷',
    '\ud800',
    'bearer.',
    '[',
    'Mozilla/',
  ].flatMap((piece) => ['', '!', '\n', '\u0000'].map((end) => piece.repeat(length / piece.length) + end));

const SHORT_TEXTS = textsOf(SHORT);
const LONG_TEXTS = textsOf(LONG);

/** CPU time of this process: unlike time on the wall, it does not pass while other processes run. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Garbage of other files may be collected in one measurement, but not in each: what remains is the texts' own cost. */
const MEASUREMENTS = 5;

/** Fails if long texts cost more than their length explains, each time they are judged. */
function judgeAll(judge: (text: string) => void): void {
  let costly: string | undefined;
  for (let i = 0; i < MEASUREMENTS; i++) {
    costly = firstTooCostly(judge);
    if (costly === undefined) return;
  }
  throw new Error(`More than linear time: ${JSON.stringify(costly?.slice(0, 8))} …`);
}

/** Judges short texts, then long ones. @returns where these have cost more than their length explains, if they have */
function firstTooCostly(judge: (text: string) => void): string | undefined {
  const start = cpuMs();
  for (const text of SHORT_TEXTS) judge(text);
  const begun = cpuMs();
  const budget = (begun - start) * (LONG / SHORT) * TOLERANCE + NOISE_MS;
  for (const text of LONG_TEXTS) {
    judge(text);
    if (cpuMs() - begun > budget) return text;
  }
  return undefined;
}

const places = Object.values(routes)
  .flat()
  .flatMap((route: Route) =>
    (['parameters', 'query', 'body'] as const).flatMap((part) => {
      const schema = route[part];
      return schema
        ? [
            {
              name: `${part} of ${route.operation}`,
              schema,
              fields: Object.keys((schema.def as { shape?: object }).shape ?? {}),
            },
          ]
        : [];
    }),
  );
/** Parameters of which the schema accepts any text: they are checked where they are used, by the rules of ids below. */
const CHECKED_LATER = new Set(['id', 'peer', 'username', 'session']);

describe('a text of any kind, however long', END, () => {
  it.each(places)('is checked in every field of $name', ({ schema, fields }) => {
    const accepted: string[] = [];
    judgeAll((text) => {
      if (schema.safeParse(Object.fromEntries(fields.map((field) => [field, text]))).success) accepted.push(text);
    });

    // White space around one character is trimmed.
    const long = accepted.filter((text) => text.trim().length > 1);
    expect(long).toHaveLength(fields.every((field) => CHECKED_LATER.has(field)) ? long.length : 0);
  });

  it('is checked as a frame of a socket', () => {
    judgeAll((text) => {
      expect(ClientFrame.safeParse({ action: 'typing', to: text }).success).toBe(false);
      expect(ClientFrame.safeParse({ action: 'read', target: text, seq: 1 }).success).toBe(false);
    });
  });

  it.each(Object.entries({ isUserName, isEmoji, isRecordId, isReserved }))('is checked by %s', (_, holds) => {
    judgeAll((text) => expect(holds(text)).toBe(false));
  });

  it('is not an id or a cursor', () => {
    judgeAll((text) => {
      expect(parseMessageId(text)).toBeUndefined();
      expect(parseMessageId(`alice~bob.${text}`)).toBeUndefined();
      expect(() => decodeCursor(['alice', 'users'], text, () => true)).toThrow('not valid');
    });
  });

  it('is read in the headers of a handshake', () => {
    judgeAll((text) => {
      expect(tokenOf({ 'sec-websocket-protocol': text })).toBeUndefined();
      expect(isOwnOrigin({ origin: text }, 'https://site.example')).toBe(false);
      expect(deviceOf(text)).toBeUndefined();
    });
  });
});
