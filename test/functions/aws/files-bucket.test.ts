/** How long requests to the bucket of files may take. */

import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { dynamo } from '#functions/aws/dynamo.ts';
import { filesBucket } from '#functions/aws/files-bucket.ts';

type Handle = typeof dynamo.configuration.requestHandler.handle;

const handle = vi.fn<Handle>();

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubEnv('AWS_REGION', 'eu-central-1')
    .stubEnv('AWS_ACCESS_KEY_ID', 'key')
    .stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  vi.spyOn(dynamo.configuration.requestHandler, 'handle').mockImplementation(handle);
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  handle.mockReset();
});

/** S3 answers after this time, unless the request has ended before. */
const answersAfter = (answerMs: number): void =>
  void handle.mockImplementation(async (_request, { requestTimeout = 2_000 } = {}) => {
    await new Promise((resolve) => setTimeout(resolve, Math.min(answerMs, requestTimeout)));
    if (answerMs > requestTimeout) throw new Error('The request took too long.');
    return { response: { statusCode: 200, headers: {}, body: '<CopyObjectResult></CopyObjectResult>' } };
  });

it('a copy of a large file may take longer than a table may', async () => {
  answersAfter(5_000);

  const copying = filesBucket('files').copy('incoming/a', 'kept/b', '"etag"');
  await vi.advanceTimersByTimeAsync(10_000);

  expect(await copying).toBe(true);
  expect(handle).toHaveBeenCalledTimes(1);
});

it('a copy that fails fast is tried again, in what is left of its time', async () => {
  answersAfter(3_000);
  handle.mockResolvedValueOnce({ response: { statusCode: 503, headers: {}, body: '' } });

  const copying = filesBucket('files').copy('incoming/a', 'kept/b', '"etag"');
  await vi.advanceTimersByTimeAsync(10_000);

  expect(await copying).toBe(true);
  expect(handle.mock.calls[1]?.[1]?.requestTimeout).toBeLessThan(7_000);
});

it('a copy that never ends is given up while the function can still answer', async () => {
  answersAfter(Infinity);

  const copying = filesBucket('files').copy('incoming/a', 'kept/b', '"etag"');
  await Promise.all([
    expect(copying).rejects.toMatchObject({ $metadata: { httpStatusCode: 503 } }),
    vi.advanceTimersByTimeAsync(8_000),
  ]);

  expect(handle).toHaveBeenCalledTimes(1);
});

it('any other request is tried three times, each for as long as a table may take', async () => {
  answersAfter(Infinity);

  const looking = filesBucket('files').head('incoming/a');
  await Promise.all([
    expect(looking).rejects.toMatchObject({ $metadata: { httpStatusCode: 503 } }),
    vi.advanceTimersByTimeAsync(8_000),
  ]);

  expect(handle.mock.calls.map(([, options]) => options?.requestTimeout)).toEqual([undefined, undefined, undefined]);
});
