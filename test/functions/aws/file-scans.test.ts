/** What is made of the tags that GuardDuty gives objects. */

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '#functions/aws/clock.ts';
import { dynamo } from '#functions/aws/dynamo.ts';
import { METRICS_SERVICE, NO_SCANS } from '#functions/aws/environment.ts';
import { fileScans } from '#functions/aws/file-scans.ts';

type Handle = typeof dynamo.configuration.requestHandler.handle;

const handle = vi.fn<Handle>();

beforeEach(() => {
  vi.stubEnv('AWS_REGION', 'eu-central-1')
    .stubEnv('AWS_ACCESS_KEY_ID', 'key')
    .stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  vi.spyOn(dynamo.configuration.requestHandler, 'handle').mockImplementation(handle);
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  handle.mockReset();
});

/** Answers the first request as GetObjectTagging does, and the next as HeadObject does. */
function answer(tagging: string | number, head: string | number = 404): void {
  const tags = typeof tagging === 'string' ? `<Tagging><TagSet>${tagging}</TagSet></Tagging>` : '';
  const [tagged, found] = [typeof tagging === 'string' ? 200 : tagging, typeof head === 'string' ? 200 : head];
  handle.mockResolvedValueOnce({ response: { statusCode: tagged, headers: {}, body: tags } });
  const headers = typeof head === 'string' ? { 'last-modified': head } : {};
  handle.mockResolvedValueOnce({ response: { statusCode: found, headers, body: '' } });
}

const scans = fileScans('files', '2026-12-01');
const tag = (value: string): string =>
  `<Tag><Key>other</Key><Value>x</Value></Tag><Tag><Key>GuardDutyMalwareScanStatus</Key><Value>${value}</Value></Tag>`;

describe('a file', () => {
  it.each([
    ['NO_THREATS_FOUND', undefined],
    ['THREATS_FOUND', 'file-flagged'],
    ['UNSUPPORTED', 'scan-failed'],
    ['ACCESS_DENIED', 'scan-failed'],
    ['FAILED', 'scan-failed'],
    ['A_RESULT_TO_COME', 'scan-failed'],
  ])('that is tagged %s is withheld as %s, by one request', async (value, expected) => {
    answer(tag(value));

    expect(await scans.withheld('kept/a')).toBe(expected);
    expect(handle.mock.calls.map(([request]) => request)).toMatchObject([{ method: 'GET', query: { tagging: '' } }]);
  });

  it('without a result waits for it, unless it was stored before files were scanned', async () => {
    answer('', 'Tue, 01 Dec 2026 00:00:00 GMT');
    expect(await scans.withheld('kept/a')).toBe('scan-pending');

    answer('', 'Mon, 30 Nov 2026 23:59:59 GMT');
    expect(await scans.withheld('kept/a')).toBeUndefined();
  });

  it.each([
    [15, 0],
    [16, 1],
  ])('that has waited %i minutes is counted %i times: its scan was lost', async (minutes, times) => {
    const written = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    const warned = vi.spyOn(console, 'warn').mockReturnValue();
    vi.stubEnv(METRICS_SERVICE, 'Center');
    vi.spyOn(systemClock, 'now').mockReturnValue(Date.parse('2026-12-01T12:00:00Z') + minutes * 60_000);
    answer('', 'Tue, 01 Dec 2026 12:00:00 GMT');

    expect(await scans.withheld('kept/a')).toBe('scan-pending');
    expect(written.mock.calls.filter(([line]) => String(line).includes('"OverdueScans":1'))).toHaveLength(times);
    expect(warned.mock.calls.flat()).toEqual(Array(times).fill('A scan is overdue: kept/a'));
  });

  it.each([403, 404])('that is gone (%i) is not withheld: its link leads nowhere', async (status) => {
    answer(status, status);

    expect(await scans.withheld('kept/a')).toBeUndefined();
  });

  it('whose tags cannot be read is not taken for one that was scanned', async () => {
    answer(403, 'Tue, 01 Dec 2026 00:00:00 GMT');

    await expect(scans.withheld('kept/a')).rejects.toThrow('refuses to say');
  });

  it('is handed out without a request where files are not scanned', async () => {
    expect(await fileScans('files', NO_SCANS).withheld('kept/a')).toBeUndefined();
    expect(handle).not.toHaveBeenCalled();
  });
});
