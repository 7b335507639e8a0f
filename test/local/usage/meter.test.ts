/** The meter: billing steps, and the usage between two moments. */
import { describe, expect, it } from 'vitest';
import { callsOf, Meter, totalOf, usageBetween } from '#local/usage/meter.ts';

const KB = 1024;

describe('a payload', () => {
  it.each([
    [0, 1],
    [32 * KB, 1],
    [32 * KB + 1, 2],
    [128 * KB, 4],
  ])('of %i bytes is %i messages: they are billed in steps of 32 KB', (bytes, messages) => {
    const meter = new Meter();

    meter.account('$default').addMessage(bytes);

    expect(totalOf(meter.snapshot()).messages).toBe(messages);
  });

  it.each([
    [0, 1],
    [512 * KB, 1],
    [512 * KB + 1, 2],
  ])('of %i bytes is %i requests: they are billed in steps of 512 KB', (bytes, requests) => {
    const meter = new Meter();

    meter.account('GET /').addRequest(bytes);

    expect(totalOf(meter.snapshot()).requests).toBe(requests);
  });
});

describe('usage', () => {
  it('is counted by route and by function', () => {
    const meter = new Meter();

    meter.account('GET /a').addRequest(0);
    meter.account('GET /a', 'Read').addCall('GetItem');
    meter.account('GET /b', 'Read').addCall('Query');
    meter.account('GET /b', 'Read').addUnits({ read: 1.5, write: 0 });

    expect(meter.snapshot()).toMatchObject([
      { route: 'GET /a', requests: 1 },
      { route: 'GET /a', functionId: 'Read', calls: { GetItem: 1 } },
      { route: 'GET /b', functionId: 'Read', calls: { Query: 1 }, readUnits: 1.5 },
    ]);
  });

  it('does not change after a snapshot', () => {
    const meter = new Meter();
    meter.account('GET /', 'Read').addCall('GetItem');

    const usage = meter.snapshot();
    meter.account('GET /', 'Read').addCall('GetItem');

    expect(usage.map(callsOf)).toEqual([1]);
  });

  it('between two moments has the difference, without empty rows', () => {
    const meter = new Meter();
    meter.account('GET /', 'Read').addCall('GetItem');
    meter.account('GET /', 'Read').addLog(100);
    meter.account('POST /', 'Write').addInvocation(5);
    const before = meter.snapshot();

    meter.account('GET /', 'Read').addCall('GetItem');
    meter.account('GET /', 'Read').addCall('Query');
    meter.account('GET /new').addRequest(0);

    const between = usageBetween(before, meter.snapshot());
    expect(between).toMatchObject([
      { route: 'GET /', functionId: 'Read', calls: { GetItem: 1, Query: 1 }, logBytes: 0 },
      { route: 'GET /new', requests: 1 },
    ]);
    expect(usageBetween(meter.snapshot(), meter.snapshot())).toEqual([]);
  });

  it('adds up', () => {
    const meter = new Meter();
    meter.account('GET /', 'Read').addCall('GetItem');
    meter.account('GET /', 'Read').addUnits({ read: 0.5, write: 0 });
    meter.account('POST /', 'Write').addCall('GetItem');
    meter.account('POST /', 'Write').addUnits({ read: 1, write: 2 });

    expect(totalOf(meter.snapshot())).toMatchObject({ calls: { GetItem: 2 }, readUnits: 1.5, writeUnits: 2 });
  });
});
