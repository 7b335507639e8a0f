/** What a restore tells the functions, on a Lambda in memory. */

import {
  GetFunctionConfigurationCommand,
  LambdaClient,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { describe, expect, it } from 'vitest';
import { functionsOf } from '#bin/restore/functions.ts';

const RESTORE = { to: '2026-11-24T10:00:00Z', generation: 2 };

interface Configuration {
  variables: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
}

/** A Lambda that has these functions, all of which act for people or are called. */
function world(configurations: Readonly<Record<string, Configuration>>) {
  const lambda = new LambdaClient({ region: 'local' });
  const send = async (command: unknown): Promise<unknown> => {
    if (command instanceof UpdateFunctionConfigurationCommand) {
      const { FunctionName = '', Environment } = command.input;
      Object.assign(configurations[FunctionName] ?? {}, { variables: Environment?.Variables });
      return {};
    }
    if (!(command instanceof GetFunctionConfigurationCommand)) throw new Error('Another command.');
    const { variables, timeoutSeconds } = configurations[command.input.FunctionName ?? ''] ?? {};
    return { Environment: { Variables: variables }, Timeout: timeoutSeconds, LastUpdateStatus: 'Successful' };
  };
  lambda.send = send as LambdaClient['send'];
  const names = { closing: Object.keys(configurations), consuming: [] };
  return functionsOf(lambda, names, async () => undefined);
}

describe('the functions during a restore', () => {
  it('are closed where they have a table that is restored, and only those are waited for', async () => {
    const configurations = {
      messages: { variables: { MESSAGES_TABLE: 'Messages', USERS_TABLE: 'Users' }, timeoutSeconds: 10 },
      sweep: { variables: { USERS_TABLE: 'Users' }, timeoutSeconds: 300 },
      exporter: { variables: { ACCOUNT_EXPORTS_BUCKET: 'exports' }, timeoutSeconds: 900 },
      devices: { variables: { CONNECTIONS_TABLE: 'Connections' }, timeoutSeconds: 600 },
    };
    const functions = world(configurations);

    const lastsMs = await functions.close(RESTORE, ['Messages', 'Users']);

    expect(lastsMs).toBe(300_000);
    expect(configurations.messages.variables).toHaveProperty('RESTORING', '2026-11-24T10:00:00Z Messages,Users 2');
    expect(configurations.sweep.variables).toHaveProperty('RESTORING');
    expect(configurations.exporter.variables).toEqual({ ACCOUNT_EXPORTS_BUCKET: 'exports' });
    expect(configurations.devices.variables).not.toHaveProperty('RESTORING');
    expect(await functions.underWay()).toEqual(RESTORE);

    await functions.open();

    expect(configurations.messages.variables).toEqual({ MESSAGES_TABLE: 'Messages', USERS_TABLE: 'Users' });
    expect(await functions.underWay()).toBeUndefined();
  });
});
