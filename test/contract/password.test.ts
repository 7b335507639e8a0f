/** Common passwords are recognized. */

import { describe, expect, it } from 'vitest';
import { isCommonPassword, isGuessablePassword } from '#contract/password.ts';

describe('A password', () => {
  it.each([
    'password1234',
    'Password!2024',
    'P@ssw0rd1234',
    'passwordpassword',
    'qwertyuiop12',
    'iloveyou2023!',
    '123456789012',
    '1990-12-31-1990',
    'aaaaaaaaaaaa',
    'abababababab',
    'Welcome00000',
  ])('%s is common', (password) => {
    expect(isCommonPassword(password)).toBe(true);
  });

  it.each([
    'correct horse battery',
    'my password is a goat',
    'kuzey-rüzgârı-7',
    'tr0ub4dor&3xyz',
    'Ω mega long phrase',
    'ich trinke gern tee',
  ])('%s is not common', (password) => {
    expect(isCommonPassword(password)).toBe(false);
  });
});

describe('a password of its owner', () => {
  const zoe = { username: 'zoe-durand', email: 'z.lemaire@example.com' };

  it.each([
    'zoe-durand-1',
    'ZoeDurand2024!',
    'durand durand',
    'durandzoe1987',
    'z0e-Dur4nd-99',
    'zlemaire12345',
    'Lemaire!Lemaire!',
    'i-need-i-need-1',
    'MessageCenter1!',
    'durandpassword',
    'zoë-durand-zoë',
  ])('%s is guessable', (password) => {
    expect(isGuessablePassword(password, zoe)).toBe(true);
  });

  it.each(['correct horse battery', 'durand trinkt tee', 'my zoe likes goats', 'password1234', 'kuzey-rüzgârı-7'])(
    '%s is not made of names',
    (password) => {
      expect(isGuessablePassword(password, zoe)).toBe(false);
    },
  );

  it.each([
    ['al2', 'al2al2al2al2'],
    ['al2', 'AL2-al2-AL2-2024'],
    ['x-7', 'x-7x-7x-7x-7'],
    ['a1b', '!a1ba1ba1ba1b!'],
    ['bob', 'bob@example.com'],
    ['bob', 'Bob@Example.com1'],
    ['bob@example.com', 'bob@example.com'],
  ])('of %s may not be %s', (username, password) => {
    expect(isGuessablePassword(password, { username, email: 'bob@example.com' })).toBe(true);
  });

  it('may have a short name in it', () => {
    expect(isGuessablePassword('al2 trinkt gern tee', { username: 'al2' })).toBe(false);
    expect(isGuessablePassword('kuzey-rüzgârı-777', { username: '777' })).toBe(false);
  });

  it('is judged without knowing them, and takes no longer for long ones', () => {
    expect(isGuessablePassword('zoe-durand-1', {})).toBe(false);
    expect(isGuessablePassword('ab'.repeat(64), { username: 'abab' })).toBe(true);
  });
});
