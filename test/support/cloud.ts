/** The whole local cloud for a test, on free ports. */

import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { startCloud, type Cloud, type CloudOptions } from '#local/cloud.ts';
import { oneMachine } from '#start/one-machine.ts';
import { watch } from '../journey/contract-check.ts';
import { grantRecorder } from './grants-used.ts';

const PASSWORD = 'correct horse battery';

/** The lowest that scrypt takes. A hash of the product's cost is made in test/local/cognito/hashing.test.ts. */
const CHEAPEST_HASH = 2;

/**
 * Enough for invocations of one function to meet in the tables, each with a memory of its own. Each instance takes a
 * tenth of a second to load, and tests make tens of calls at once.
 */
const INSTANCES_MAX = 2;

/** Consumers that tell people collect what happens in a second or two, for which each look at a cloud at rest waits. */
const BATCHING_SPEED = 20;

/** The cloud that the files of a worker share. It ends with the worker. */
let shared: Promise<Cloud> | undefined;

/**
 * Returns a local cloud, whose instances run one call at a time by default, as in Lambda. Each function has two at
 * most.
 *
 * Without overrides it is the one that all files of the worker share: a cloud takes seconds to start and to load its
 * functions. There are other people and posts in it, and its usage goes on counting. With overrides, even `{}`, it
 * is a new one.
 *
 * Closing it throws if an answer of its API did not match the contract.
 * @param overrides a `dataDir` given here is kept, so that another cloud can start on it
 */
export async function startTestCloud(overrides?: Partial<CloudOptions>): Promise<Cloud> {
  if (!overrides) return watched(await (shared ??= start(await temporaryFolder())), () => undefined);
  const dataDir = overrides.dataDir ?? (await temporaryFolder());
  const cloud = await start(dataDir, overrides);
  return watched(cloud, async () => {
    await cloud.close();
    if (!overrides.dataDir) await rm(dataDir, { recursive: true, force: true });
  });
}

const temporaryFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'message-center-'));

const start = async (dataDir: string, overrides: Partial<CloudOptions> = {}): Promise<Cloud> =>
  startCloud({
    assembly: inject('assembly'),
    onPermissionCheck: await grantRecorder(inject('assembly')),
    port: 0,
    passwordCost: CHEAPEST_HASH,
    ...overrides,
    dataDir,
    faults: {
      strictInstances: true,
      instancesMax: INSTANCES_MAX,
      batchingSpeed: BATCHING_SPEED,
      ...oneMachine,
      ...overrides.faults,
    },
  });

/** Returns the cloud with a `close` that also judges the answers of its API up to then. */
function watched(cloud: Cloud, end: () => Promise<void> | void): Cloud {
  const unwatch = watch(cloud.apiUrl);
  return {
    ...cloud,
    close: async () => {
      const violations = unwatch();
      await end();
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
