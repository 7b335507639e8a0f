/** The whole local cloud for a test, on free ports, with its own data folder. */

import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { startCloud, type Cloud, type CloudOptions } from '#local/cloud.ts';
import { watch } from '../journey/contract-check.ts';

const PASSWORD = 'correct horse battery';

/** The lowest that scrypt takes. A hash of the product's cost is made in test/local/cognito/hashing.test.ts. */
const CHEAPEST_HASH = 2;

/**
 * Enough for invocations of one function to meet in the tables, each with a memory of its own. Each instance takes a
 * tenth of a second to load, and tests make tens of calls at once.
 */
const INSTANCES_MAX = 3;

/**
 * Starts a local cloud whose instances run one call at a time by default, as in Lambda. Each function has three at
 * most.
 *
 * Closing it throws if an answer of its API did not match the contract.
 * @param overrides a `dataDir` given here is kept, so that another cloud can start on it
 */
export async function startTestCloud(overrides: Partial<CloudOptions> = {}): Promise<Cloud> {
  const dataDir = overrides.dataDir ?? (await mkdtemp(join(tmpdir(), 'message-center-')));
  const cloud = await startCloud({
    assembly: inject('assembly'),
    dataDir,
    port: 0,
    passwordCost: CHEAPEST_HASH,
    ...overrides,
    faults: { strictInstances: true, instancesMax: INSTANCES_MAX, ...overrides.faults },
  });
  const unwatch = watch(cloud.apiUrl);
  return {
    ...cloud,
    close: async () => {
      const violations = unwatch();
      await cloud.close();
      if (!overrides.dataDir) await rm(dataDir, { recursive: true, force: true });
      if (violations.length > 0) throw new Error(`These answers do not match the contract:\n${violations.join('\n')}`);
    },
  };
}

export interface SignedIn {
  readonly username: string;
  readonly accessToken: string;
  /** Calls the API as this person, with a JSON body if there is one. */
  fetch(method: string, path: string, body?: unknown): Promise<Response>;
}

/** Signs a new person up, with the code from the outbox, and in. */
export async function signUpAndIn(cloud: Cloud, username = `p${randomUUID().slice(0, 8)}`): Promise<SignedIn> {
  const email = `${username}@example.com`;
  await expectStatus(202, call(cloud, 'POST', '/auth/sign-up', { username, email, password: PASSWORD }));
  const code = cloud.mails().find(({ to }) => to === email)?.code;
  await expectStatus(204, call(cloud, 'POST', '/auth/confirm', { username, code }));
  return signIn(cloud, username);
}

export async function signIn(cloud: Cloud, username: string): Promise<SignedIn> {
  const answer = await expectStatus(200, call(cloud, 'POST', '/auth/sign-in', { username, password: PASSWORD }));
  const { accessToken } = (await answer.json()) as { accessToken: string };
  return { username, accessToken, fetch: (method, path, body) => call(cloud, method, path, body, accessToken) };
}

function call({ apiUrl }: Cloud, method: string, path: string, body?: unknown, token?: string): Promise<Response> {
  return fetch(`${apiUrl}${path}`, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

async function expectStatus(status: number, answer: Promise<Response>): Promise<Response> {
  const response = await answer;
  if (response.status !== status)
    throw new Error(`${response.url} answered ${response.status} instead of ${status}: ${await response.text()}`);
  return response;
}
