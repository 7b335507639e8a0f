/** GET /users?order=newest: who joined last. */

import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { listUsers } from '#contract/routes/users.ts';
import { nameIndex } from '#functions/aws/name-index.ts';
import { usersTable } from '#functions/aws/users-table.ts';
import { encodeCursor } from '#functions/core/cursor.ts';
import { removeFromIndex } from '#functions/core/name-index.ts';
import { dynamo, failure } from '../support/aws.ts';
import { NOW } from '../support/clock.ts';
import { stubEnvironment } from '../support/environment.ts';
import { call, type Received } from '../support/http.ts';
import { answerFromMemory, type MemoryTables } from '../support/memory-tables.ts';

stubEnvironment();
const { handler } = await import('#functions/http/users.ts');
const { handler: trigger } = await import('#functions/trigger/user-pool.ts');
const users = usersTable('users-table');
const names = nameIndex('users-table');

let memory: MemoryTables;
beforeEach(() => {
  memory = answerFromMemory();
  vi.setSystemTime(NOW);
});

/** Each joins a minute after the one before. */
async function join(...usernames: readonly string[]): Promise<void> {
  for (const userName of usernames) {
    vi.setSystemTime(Date.now() + 60_000);
    await trigger({ triggerSource: 'PostConfirmation_ConfirmSignUp', userName } as Parameters<typeof trigger>[0]);
  }
}

const list = (query: Record<string, string>): Promise<Received> => call(handler, listUsers, { as: 'me', query });

async function newest(limit = '3'): Promise<readonly string[]> {
  const { status, body } = await list({ order: 'newest', limit });
  expect(status).toBe(200);
  expect(body).not.toHaveProperty('next');
  return (body as { readonly items: readonly { readonly username: string }[] }).items.map(({ username }) => username);
}

describe('the newest people', () => {
  it('are those who joined last, whatever their names, without me', async () => {
    await join('zoe', 'bob', 'me', 'ann');

    expect(await newest()).toEqual(['ann', 'bob', 'zoe']);
    expect(await newest('1')).toEqual(['ann']);
  });

  it('are in order across a year', async () => {
    vi.setSystemTime('2026-12-31T23:58:30Z');
    await join('zoe', 'bob', 'ann');

    expect(await newest()).toEqual(['ann', 'bob', 'zoe']);
  });

  it('have nobody who is not listed', async () => {
    await join('zoe', 'bob', 'ann');
    await users.update('bob', { unlisted: true });

    expect(await newest()).toEqual(['ann', 'zoe']);
  });

  it('have nobody whose account was deleted, and the list forgets them', async () => {
    await join('zoe', 'bob', 'ann');
    await removeFromIndex({ users, names }, 'bob');
    await users.leaveTombstone('bob', Date.now());

    expect(await newest()).toEqual(['ann', 'zoe']);
    expect(JSON.stringify(memory.all('users-table').filter(({ initial }) => initial === 'joined'))).not.toContain(
      'bob',
    );
  });

  it('have nobody between the steps of a deletion', async () => {
    await join('zoe', 'bob');
    dynamo.on(DeleteCommand).rejects(failure('InternalServerError'));
    await removeFromIndex({ users, names }, 'bob').catch(() => undefined);
    await users.leaveTombstone('bob', Date.now());

    expect(await newest()).toEqual(['zoe']);
  });

  it('have everybody once, though the function died before it made the profile, and made it later', async () => {
    await join('zoe');
    await names.addJoined({ username: 'bob', createdAt: Date.now() });
    await join('bob');

    expect(await newest()).toEqual(['bob', 'zoe']);
  });

  it('cost a query and a read of each profile, however many people there are', async () => {
    await join(...Array.from({ length: 60 }, (_, i) => `p${i}`));
    memory.forget();

    await newest('10');

    expect(memory.cost).toEqual({ calls: 2, items: 2 * 20, writes: 0 });
  });

  it.each([
    ['a prefix', { prefix: 'bo' }],
    ['a cursor', { cursor: encodeCursor(['me', 'users', ''], 'bob') }],
  ])('are refused with %s', async (_, more) => {
    expect(await list({ order: 'newest', ...more })).toMatchObject({
      status: 400,
      body: { code: 'invalid', errors: { order: 'Must be without prefix and cursor' } },
    });
  });

  it('are the only order', async () => {
    expect(await list({ order: 'oldest' })).toMatchObject({ status: 400, body: { code: 'invalid' } });
  });
});
