/** The queue of pushes while tables are restored. */

import { afterAll, expect, it, vi } from 'vitest';
import { RESTORING } from '#functions/aws/environment.ts';
import { stubEnvironment } from '../support/environment.ts';

stubEnvironment();
const tell = vi.fn<() => Promise<void>>(async () => {
  throw new Error('A note was refused after a push was posted.');
});
vi.doMock('#functions/core/push/tell.ts', () => ({ tell }));

// Other files share the modules that were loaded here.
afterAll(() => {
  vi.doUnmock('#functions/core/push/tell.ts');
  vi.stubEnv(RESTORING, '');
  vi.resetModules();
});

const job = { kind: 'message', recipient: 'bob', conversation: 'alice~bob', seq: 1, at: 1 };
const event = { Records: [{ messageId: 'job-1', body: JSON.stringify(job) }] } as never;

it('A job during a restore is dropped, since it would come again after its push was posted', async () => {
  vi.spyOn(console, 'error').mockReturnValue();
  vi.spyOn(console, 'info').mockReturnValue();
  const open = await import('#functions/queue/pushes.ts');
  expect(await open.handler(event)).toEqual({ batchItemFailures: [{ itemIdentifier: 'job-1' }] });
  expect(tell).toHaveBeenCalledTimes(1);

  vi.resetModules();
  vi.stubEnv(RESTORING, '2026-11-24T10:00:00Z messages 2');
  const closed = await import('#functions/queue/pushes.ts');
  expect(await closed.handler(event)).toEqual({ batchItemFailures: [] });
  expect(tell).toHaveBeenCalledTimes(1);
});
