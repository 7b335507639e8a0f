/** What a restore tells the functions, on a Lambda in memory. */

import { describe, expect, it } from 'vitest';
import { functionsOf } from '#bin/restore/functions.ts';
import { RESTORING } from '#functions/aws/environment.ts';
import { memoryLambda, type MemoryFunction } from './lambda.ts';

const RESTORE = { to: '2026-11-24T10:00:00Z', generation: 2 };

/** A Lambda that has these functions, all of which act for people or are called. */
function world(functions: Readonly<Record<string, MemoryFunction>>, update?: Parameters<typeof memoryLambda>[1]) {
  const lambda = memoryLambda(functions, update);
  const names = { closing: Object.keys(functions), consuming: [] };
  return { ...lambda, functions: functionsOf(lambda.client, names, async () => undefined) };
}

describe('the functions during a restore', () => {
  it('are closed where they have a table that is restored, and only those are waited for', async () => {
    const { functions, variables } = world({
      messages: { variables: { MESSAGES_TABLE: 'Messages', USERS_TABLE: 'Users' }, timeoutSeconds: 10 },
      sweep: { variables: { USERS_TABLE: 'Users' }, timeoutSeconds: 300 },
      exporter: { variables: { ACCOUNT_EXPORTS_BUCKET: 'exports' }, timeoutSeconds: 900 },
      devices: { variables: { CONNECTIONS_TABLE: 'Connections' }, timeoutSeconds: 600 },
    });

    const lastsMs = await functions.close(RESTORE, ['Messages', 'Users']);

    expect(lastsMs).toBe(300_000);
    expect(variables('messages')).toHaveProperty('RESTORING', '2026-11-24T10:00:00Z Messages,Users 2');
    expect(variables('sweep')).toHaveProperty('RESTORING');
    expect(variables('exporter')).toEqual({ ACCOUNT_EXPORTS_BUCKET: 'exports' });
    expect(variables('devices')).not.toHaveProperty('RESTORING');
    expect(await functions.underWay()).toEqual({ ...RESTORE, isOpening: false });

    await functions.open();

    expect(variables('messages')).toEqual({ MESSAGES_TABLE: 'Messages', USERS_TABLE: 'Users' });
    expect(await functions.underWay()).toBeUndefined();
  });

  it('know from the first that writes to the last that they were being opened, wherever it died', async () => {
    const three = ['messages', 'sweep', 'posts'];
    for (let opened = 0; opened < three.length; opened++) {
      let updatesLeft = Infinity;
      const { functions, variables } = world(
        Object.fromEntries(three.map((name) => [name, { variables: { USERS_TABLE: 'Users' }, timeoutSeconds: 10 }])),
        () => {
          if (updatesLeft-- === 0) throw new Error('It died.');
        },
      );
      const closed = () => three.filter((name) => variables(name)[RESTORING] !== undefined);
      await functions.close(RESTORE, ['Users']);
      // The first update is the mark.
      updatesLeft = 1 + opened;

      await expect(functions.open()).rejects.toThrow('It died.');

      expect(closed()).toHaveLength(three.length - opened);
      expect(await functions.underWay()).toEqual({ ...RESTORE, isOpening: true });
      updatesLeft = Infinity;
      await functions.open();
      expect(closed()).toEqual([]);
    }
  });

  it('are not taken for closed where Lambda abandoned the update', async () => {
    let fails = true;
    const { functions, variables } = world(
      {
        messages: { variables: { USERS_TABLE: 'Users' }, timeoutSeconds: 10 },
        sweep: { variables: { USERS_TABLE: 'Users' }, timeoutSeconds: 10 },
      },
      (name) => (fails && name === 'sweep' ? 'Failed' : undefined),
    );

    await expect(functions.close(RESTORE, ['Users'])).rejects.toThrow('could not update the function sweep');

    fails = false;
    await functions.close(RESTORE, ['Users']);
    expect(variables('sweep')).toHaveProperty('RESTORING');
  });
});
