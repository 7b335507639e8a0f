/** Instances that nobody uses end, as Lambda's do, and their memory is free. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { arn, run } from './echo.ts';

const IDLE_MS = 300;
/** Counts the invocations of its instance. With `ms`, one takes that long. */
const source = `let calls = 0;
  export const handler = async ({ ms = 0 }) => {
    await new Promise((resolve) => setTimeout(resolve, ms));
    return (calls += 1);
  };`;

it('An instance ends after some time without an invocation, and the next one begins anew', async () => {
  const { invoke, faults } = await run({ source });
  faults.instanceIdleMs = IDLE_MS;
  expect([await invoke(arn, {}), await invoke(arn, {})]).toEqual([1, 2]);

  await sleep(2 * IDLE_MS);

  expect(await invoke(arn, {})).toBe(1);
});

it('An instance that is busy stays, and counts as used until it is done', async () => {
  const { invoke, faults } = await run({ source });
  faults.instanceIdleMs = IDLE_MS;

  expect([await invoke(arn, {}), await invoke(arn, { ms: 3 * IDLE_MS }), await invoke(arn, {})]).toEqual([1, 2, 3]);
});
