/** Ids of records, which sort by time. */

import { describe, expect, it } from 'vitest';
import { isRecordId, recordId, timeOfRecord } from '#functions/core/moderation-record.ts';
import { NOW } from '../support/clock.ts';

const UNIQUE = '6d3f5a52-93a6-4c8e-9b0f-1f0a8d6a2c11';

describe('the id of a record', () => {
  it('contains its time', () => {
    const id = recordId(NOW, UNIQUE);

    expect(isRecordId(id)).toBe(true);
    expect(timeOfRecord(id)).toBe(NOW);
  });

  it('sorts by time', () => {
    const times = [0, 1, NOW - 1, NOW, NOW + 1, Date.UTC(3026)];

    expect(times.map((at) => recordId(at, UNIQUE))).toEqual(times.map((at) => recordId(at, UNIQUE)).toSorted());
  });

  it.each([
    '',
    'x',
    UNIQUE,
    `zzzzzzzzz-${UNIQUE}`,
    `0mi00000a-${UNIQUE}x`,
    `0MI00000A-${UNIQUE}`,
    `0mi00000a_${UNIQUE}`,
  ])('is never %j', (text) => {
    expect(isRecordId(text)).toBe(false);
  });
});
