/** Ids of conversations and entries. */

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conversationOf, isMemberOf, messageId, parseMessageId, peerOf, peopleOf } from '#contract/message-id.ts';
import { USER_NAME, isUserName } from '#contract/user-name.ts';

const name = fc.stringMatching(USER_NAME);
const seq = fc.integer({ min: 1, max: 999_999_999_999_999 });

describe('a conversation', () => {
  it('has one id for both of its people', () => {
    fc.assert(
      fc.property(name, name, (one, other) => {
        const conversation = conversationOf(one, other);

        expect(conversation).toBe(conversationOf(other, one));
        expect(peopleOf(conversation)).toEqual([one, other].toSorted());
        expect(peerOf(conversation, one)).toBe(other);
        expect(peerOf(conversation, other)).toBe(one);
        expect(isMemberOf(conversation, one) && isMemberOf(conversation, other)).toBe(true);
      }),
    );
  });

  it('of a person with themselves has that person as the peer', () => {
    expect(conversationOf('alice', 'alice')).toBe('alice~alice');
    expect(peerOf('alice~alice', 'alice')).toBe('alice');
  });

  it.each(['ali', 'alice~bob', 'alice2', 'carol', ''])(
    'does not have %j as a member because part of a name matches',
    (stranger) => {
      expect(isMemberOf('alice~bob', stranger)).toBe(false);
    },
  );
});

describe('a message id', () => {
  it('parses to the position it was made from', () => {
    fc.assert(
      fc.property(name, name, seq, (one, other, at) => {
        const position = { conversation: conversationOf(one, other), seq: at };

        expect(parseMessageId(messageId(position))).toEqual(position);
      }),
    );
  });

  it('is refused unless it is exactly what would be written', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.stringMatching(/^[a-z0-9~._-]{1,20}$/),
          fc.stringMatching(/^[ab]{3}~[ab]{3}\.[0-9]{1,16}$/),
        ),
        (text) => {
          const position = parseMessageId(text);

          expect(position === undefined || messageId(position) === text).toBe(true);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['the head, which is no entry', 'alice~bob.0'],
    ['a leading zero', 'alice~bob.042'],
    ['names out of order', 'bob~alice.42'],
    ['more digits than a seq ever has', 'alice~bob.1000000000000000'],
    ['a negative seq', 'alice~bob.-1'],
    ['a fraction', 'alice~bob.4.2'],
    ['an exponent', 'alice~bob.1e3'],
    ['white space', 'alice~bob. 42'],
    ['a line end', 'alice~bob.42\n'],
    ['digits of another script', 'alice~bob.٤٢'],
    ['no seq', 'alice~bob.'],
    ['no separator', 'alice~bob'],
    ['one person', 'alice.42'],
    ['three people', 'alice~bob~carol.42'],
    ['an upper-case name', 'Alice~bob.42'],
    ['a name too short', 'al~bob.42'],
    ['a name too long', `${'a'.repeat(31)}~bob.42`],
    ['nothing', ''],
    ['100 KB of digits', `alice~bob.${'1'.repeat(100_000)}`],
    ['100 KB of separators', '~.'.repeat(50_000)],
  ])('is not valid with %s', (_, id) => {
    expect(parseMessageId(id)).toBeUndefined();
  });
});

describe('a user name', () => {
  it.each(['abc', '0ab', 'a-b_c', 'a'.repeat(30)])('may be %s', (text) => {
    expect(isUserName(text)).toBe(true);
  });

  it.each([
    '',
    'ab',
    'a'.repeat(31),
    '-ab',
    '_ab',
    'Abc',
    'a~b',
    'a.b',
    'a b',
    'äbc',
    'abc\n',
    'аbc',
    '__proto__',
    'limit#alice',
  ])('may not be %j', (text) => {
    expect(isUserName(text)).toBe(false);
  });
});
