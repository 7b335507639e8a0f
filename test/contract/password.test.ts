/** Common passwords are recognized. */

import { describe, expect, it } from 'vitest';
import { isCommonPassword } from '#contract/password.ts';

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
