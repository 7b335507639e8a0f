/** Where the page opens: where its person was last. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { forgetPlace, lastPlace, rememberPlace } from '#web/src/state/last-place.ts';

describe('the place in which somebody was last', () => {
  afterEach(() => {
    vi.restoreAllMocks();
    forgetPlace();
  });

  it('is remembered for them alone, until they sign out', () => {
    expect(lastPlace('alice')).toBeUndefined();
    rememberPlace('alice', '/conversations');
    rememberPlace('alice', '/needs');

    expect(lastPlace('alice')).toBe('/needs');
    expect(lastPlace('bob')).toBeUndefined();
    forgetPlace();
    expect(lastPlace('alice')).toBeUndefined();
  });

  it('is known until the page closes where the browser keeps nothing', () => {
    vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    rememberPlace('alice', '/needs');

    expect(lastPlace('alice')).toBe('/needs');
  });
});
