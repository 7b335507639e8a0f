/** Sequence numbers of stream records, under a clock that jumps. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { SequenceNumbers } from '#local/dynamodb/sequence-numbers.ts';

afterEach(() => vi.restoreAllMocks());

describe('sequence numbers', () => {
  it('ascend within a millisecond and across milliseconds', () => {
    const clock = vi.spyOn(Date, 'now').mockReturnValue(1_700_000_000_000);
    const numbers = new SequenceNumbers();

    const sameTime = [numbers.next(), numbers.next()];
    clock.mockReturnValue(1_700_000_000_001);
    const later = numbers.next();

    expect([...sameTime, later]).toEqual(['170000000000000000000', '170000000000000000001', '170000000000100000000']);
  });

  it('ascend after the clock was set back, even across a restart', () => {
    vi.spyOn(Date, 'now').mockReturnValue(1_600_000_000_000);
    const numbers = new SequenceNumbers();
    numbers.continueAfter('');
    numbers.continueAfter('170000000000000000007');
    numbers.continueAfter('165000000000000000009');

    const next = [numbers.next(), numbers.next()];

    expect(next).toEqual(['170000000000000000008', '170000000000000000009']);
  });
});
