/** What the terminal shows of a record that a function logs. */
import { expect, it } from 'vitest';
import { arn, run } from './echo.ts';

it.each([
  ['JSON', ['[Echo] {"outcome":"ok","who":"5f3c-2b1a-9d7e-4c60-8f12","from":"127.0.0.1","operation":"signIn"}']],
  ['Text', ['[Echo] {', "[Echo]   outcome: 'ok',", "[Echo]   who: '5f3c-2b1a-9d7e-4c60-8f12',"]],
])('A record is logged as Lambda does in %s', async (LogFormat, expected) => {
  const record = `{ outcome: 'ok', who: '5f3c-2b1a-9d7e-4c60-8f12', from: '127.0.0.1', operation: 'signIn' }`;
  const functions = await run({
    source: `export const handler = async () => { console.info(${record}); };`,
    properties: { LoggingConfig: { LogFormat } },
  });

  await functions.invoke(arn, {});
  await functions.close();

  expect(functions.lines.slice(0, 3)).toEqual(expected);
});
