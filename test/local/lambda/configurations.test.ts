/** Changing the environment of a function that runs. */

import { expect, it } from 'vitest';
import type { KeyValueStore } from '#local/dynamodb/key-value-store.ts';
import { openConfigurations } from '#local/lambda/configurations.ts';
import type { FunctionProperties } from '#local/lambda/environment.ts';
import type { Resource } from '#local/template/resource.ts';

const path = '/2015-03-31/functions/Echo/configuration';

function memoryStore(): KeyValueStore {
  const values = new Map<string, unknown>();
  return {
    get: async <T>(key: string) => values.get(key) as T | undefined,
    put: async (key, value) => void values.set(key, value),
    del: async (key) => void values.delete(key),
    entries: async <T>() => [...values] as [string, T][],
  };
}

async function open(Variables: Record<string, string>, store = memoryStore()) {
  const echo = {
    logicalId: 'Echo',
    ref: 'Echo',
    arn: 'arn:aws:lambda:us-east-1:000000000000:function:Echo',
    properties: { Environment: { Variables }, Handler: 'index.handler', Runtime: 'nodejs24.x', Role: 'role' },
  } as unknown as Resource<FunctionProperties>;
  const configurations = await openConfigurations([echo], store);
  const changed: string[] = [];
  configurations.onChange((id) => changed.push(id));
  const request = async (method: string, body: object = {}) => {
    const given = { method, path, headers: {}, body: Buffer.from(JSON.stringify(body)) };
    const answer = await configurations.service(given, () => undefined);
    return JSON.parse(String(answer.body)) as { Environment: { Variables: Record<string, string> } };
  };
  const set = (next: Record<string, string>) => request('PUT', { Environment: { Variables: next } });
  return { configurations, changed, request, set };
}

it('replaces all variables of the function, and says so', async () => {
  const { configurations, changed, request, set } = await open({ A: '1', B: '2' });

  await set({ A: '1', C: '3' });

  expect(configurations.variablesOf('Echo')).toEqual({ A: '1', C: '3' });
  expect((await request('GET')).Environment.Variables).toEqual({ A: '1', C: '3' });
  expect(changed).toEqual(['Echo']);
});

it('outlives a restart, but not another value in the template', async () => {
  const store = memoryStore();
  const first = await open({ A: '1', B: '2' }, store);
  await first.set({ A: '9', B: '9', C: '3' });

  const second = await open({ A: '1', B: '4' }, store);

  expect(second.configurations.variablesOf('Echo')).toEqual({ A: '9', B: '4', C: '3' });
});

it('refuses more than Lambda takes, and what it cannot change', async () => {
  const { request, set } = await open({});

  await expect(set({ A: 'x'.repeat(5_000) })).rejects.toMatchObject({ type: 'InvalidParameterValueException' });
  await expect(request('PUT', { MemorySize: 512 })).rejects.toThrow('does not change MemorySize');
});
