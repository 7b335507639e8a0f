/** No pattern that reads what people send takes more than linear time: each of these texts has 100,000 characters. */

import { describe, expect, it } from 'vitest';
import { isEmoji } from '#contract/emoji.ts';
import { ClientFrame } from '#contract/frames.ts';
import { isOwnOrigin, tokenOf } from '#contract/handshake.ts';
import { parseMessageId } from '#contract/message-id.ts';
import { isReserved } from '#contract/reserved-names.ts';
import type { Route } from '#contract/route.ts';
import { routes } from '#contract/routes.ts';
import { isUserName } from '#contract/user-name.ts';
import { decodeCursor } from '#functions/core/cursor.ts';
import { deviceOf } from '#functions/core/device.ts';
import { isRecordId } from '#functions/core/moderation-record.ts';

const LENGTH = 100_000;
/** The same piece again and again, and an end that no pattern expects: what a pattern that backtracks dies of. */
const texts = [
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
].flatMap((piece) => ['', '!', '\n', '\u0000'].map((end) => piece.repeat(LENGTH / piece.length) + end));
/** Not a measure but an end: what backtracks takes minutes, and all of these together a few hundred milliseconds. */
const END = { timeout: 10_000 };

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
/** Parameters that only the one right form gets past, by the rules of ids below. */
const LATER = new Set(['id', 'peer', 'username', 'session']);

describe('a text of any kind, however long', END, () => {
  it.each(places)('is judged in every field of $name', ({ schema, fields }) => {
    const taken = texts.filter(
      (text) => schema.safeParse(Object.fromEntries(fields.map((field) => [field, text]))).success,
    );

    // Of that length, white space around one character is taken off, and what may be an id is looked at where it is used.
    const long = taken.filter((text) => text.trim().length > 1);
    expect(long).toHaveLength(fields.every((field) => LATER.has(field)) ? long.length : 0);
  });

  it('is judged as a frame of a socket', () => {
    for (const text of texts) {
      expect(ClientFrame.safeParse({ action: 'typing', to: text }).success).toBe(false);
      expect(ClientFrame.safeParse({ action: 'read', target: text, seq: 1 }).success).toBe(false);
    }
  });

  it.each(Object.entries({ isUserName, isEmoji, isRecordId, isReserved }))('is judged by %s', (_, holds) => {
    expect(texts.filter(holds)).toHaveLength(0);
  });

  it('is no id and no cursor', () => {
    for (const text of texts) {
      expect(parseMessageId(text)).toBeUndefined();
      expect(parseMessageId(`alice~bob.${text}`)).toBeUndefined();
      expect(() => decodeCursor(['alice', 'users'], text, () => true)).toThrow('not valid');
    }
  });

  it('is read in the headers of a handshake', () => {
    for (const text of texts) {
      expect(tokenOf({ 'sec-websocket-protocol': text })).toBeUndefined();
      expect(isOwnOrigin({ origin: text }, 'https://site.example')).toBe(false);
      expect(deviceOf(text)).toBeUndefined();
    }
  });
});
