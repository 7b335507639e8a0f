/** The addresses of messages. */
import { describe, expect, it } from 'vitest';
import { linkedPosition, messagePath } from '#web/src/conversation/message-path.ts';
import { isMessengerAddress } from '#web/src/paths.ts';

describe('the address of a message', () => {
  it('opens its conversation and names its place, which holds for both people', () => {
    const path = messagePath('bob', 'alice~bob.42');

    expect(isMessengerAddress(path)).toBe(true);
    expect(path.startsWith('/conversations/bob?')).toBe(true);
    expect(linkedPosition(path.slice(path.indexOf('?')))).toEqual({ conversation: 'alice~bob', seq: 42 });
  });

  it.each(['', '?at=', '?at=42', '?at=alice~bob.0', '?at=bob~alice.1', '?at=alice~bob.1.2'])(
    'names no place otherwise: %s',
    (search) => {
      expect(linkedPosition(search)).toBeUndefined();
    },
  );
});
