/** Suggestions for what people mistype when they sign up. */
import { describe, expect, it } from 'vitest';
import { meantAddress, suggestedUserName } from '#web/src/text/mistyped.ts';

describe('an address', () => {
  it.each([
    ['ann@gmial.com', 'ann@gmail.com'],
    ['ann@gmail.co', 'ann@gmail.com'],
    ['ann@gmaill.com', 'ann@gmail.com'],
    ['Ann@hotnail.com ', 'Ann@hotmail.com'],
  ])('that is one slip from a common provider suggests it: %s', (typed, meant) => {
    expect(meantAddress(typed)).toBe(meant);
  });

  it.each(['ann@gmail.com', 'ann@yahoo.co.uk', 'ann@example.org', 'ann@we.com', '@gmial.com', 'gmial.com', ''])(
    'that may be right suggests nothing: %s',
    (typed) => {
      expect(meantAddress(typed)).toBeUndefined();
    },
  );
});

describe('a name', () => {
  it.each([
    ['María José', 'maria-jose'],
    ['Zoë.Durand', 'zoedurand'],
    ['Weiß', 'weiss'],
    ['Łukasz Ørsted!', 'lukasz-orsted'],
    ['-ann-', 'ann'],
  ])('suggests a user name: %s', (typed, suggested) => {
    expect(suggestedUserName(typed)).toBe(suggested);
  });

  it.each(['ann', 'Юрий', '李', '', 'a!'])(
    'that is a user name, or has no letters for one, suggests nothing: %s',
    (typed) => {
      expect(suggestedUserName(typed)).toBeUndefined();
    },
  );
});
