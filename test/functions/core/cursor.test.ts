/** Cursors are bound to a person and a list. */

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeCursor, encodeCursor } from '#functions/core/cursor.ts';

const scope = ['alice', 'users', ''];
const anything = () => true;

const refusal = expect.objectContaining({ code: 'invalid', errors: { cursor: expect.any(String) } });

describe('a cursor', () => {
  it('decodes to the position it was made from, whatever the texts', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), fc.string({ unit: 'grapheme' }), (parts, position) => {
        expect(decodeCursor(parts, encodeCursor(parts, position), anything)).toBe(position);
      }),
    );
  });

  it('is safe in a URL', () => {
    expect(encodeCursor(scope, 'ÿ~?&=/+ ')).toMatch(/^[\w-]+$/);
  });

  it.each([
    ['another person', ['bob', 'users', '']],
    ['another list', ['alice', 'conversations', '']],
    ['another query', ['alice', 'users', 'al']],
    ['a shorter scope', ['alice', 'users']],
    ['a longer scope', ['alice', 'users', '', '']],
    ['no scope', []],
  ])('of %s is refused', (_, other) => {
    expect(() => decodeCursor(scope, encodeCursor(other, 'bob'), anything)).toThrow(refusal);
  });

  it.each([
    ['nothing', ''],
    ['no base64url', '!!!'],
    ['no JSON', Buffer.from('alice').toString('base64url')],
    ['no list', Buffer.from('{"0":"alice","length":4}').toString('base64url')],
    ['a position that is no text', Buffer.from('["alice","users","",7]').toString('base64url')],
    ['half a cursor', encodeCursor(scope, 'bob').slice(0, -3)],
    ['deeply nested lists', Buffer.from('['.repeat(100_000)).toString('base64url')],
  ])('that is %s is refused', (_, cursor) => {
    expect(() => decodeCursor(scope, cursor, anything)).toThrow(refusal);
  });

  it('that is made up, with a position no list ever returned, is refused', () => {
    expect(() => decodeCursor(scope, encodeCursor(scope, 'Bob!'), (position) => /^[a-z]+$/.test(position))).toThrow(
      refusal,
    );
  });
});
