/** Functions on a machine that they share get more time than in Lambda. */
import { expect, it } from 'vitest';
import { arn, run } from './echo.ts';

it('A function may take longer than its timeout where that is multiplied', async () => {
  const source = `export const handler = async () => {
    await new Promise((resolve) => setTimeout(resolve, 600));
    return 'done';
  };`;
  const { invoke, faults } = await run({ source, properties: { Timeout: 0.2 } });
  faults.timeoutFactor = 100;

  expect(await invoke(arn, {})).toBe('done');
});
