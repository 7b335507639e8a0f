/** Display names that read as somebody's user name. */

import { describe, expect, it } from 'vitest';
import { userNamesReadIn } from '#contract/user-name-read.ts';

describe('a display name', () => {
  it.each([
    ['alice ✓', 'alice'],
    ['✅Alice', 'alice'],
    ['alice.', 'alice'],
    ['(alice)', 'alice'],
    ['«alice»', 'alice'],
    ['alice!', 'alice'],
    ['Alice™', 'alice'],
    ['al1ce', 'alice'],
    ['a1ice', 'alice'],
    ['al|ce', 'alice'],
    ['4lice', 'alice'],
    ['|rene', 'irene'],
    ['alice‐smith', 'alice-smith'],
    ['alice—smith', 'alice-smith'],
    ['(alice_)', 'alice_'],
    ['(alice_)', 'alice'],
    ['bob42', 'bob42'],
  ])('%s reads as %s', (displayName, username) => {
    expect(userNamesReadIn(displayName)).toContain(username);
  });

  it.each(['Alice Smith', 'Alïce', '李四', '★', '', 'Al', '1337 alice'])('%s reads as none', (displayName) => {
    expect(userNamesReadIn(displayName)).toEqual([]);
  });

  it('of digits reads as itself alone', () => {
    expect(userNamesReadIn('1337')).toEqual(['1337']);
  });
});
