/** People who call the API by hand: any route, with any body. They see every answer as it is. */

import {
  AdminAddUserToGroupCommand,
  AdminRemoveUserFromGroupCommand,
  CognitoIdentityProviderClient,
  ListUserPoolsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { WebSocket } from 'ws';
import { createCookieFetch } from '#client/cookie-fetch.ts';
import { createSession, type Session } from '#client/session.ts';
import { BEARER_PREFIX, SUBPROTOCOL } from '#contract/handshake.ts';
import { startTwoStep } from '#contract/routes/two-step.ts';
import type { Cloud } from '#local/cloud.ts';
import { totpCode } from '#local/cognito/totp.ts';
import type { ContractCheck } from './contract-check.ts';
import { PASSWORD, newName, signUp } from './people.ts';

/** How long a code of an authenticator app lives. */
const STEP_MS = 30_000;

export interface Answer {
  readonly status: number;
  /** Undefined if there is none. Problems come without their request id, which is never the same. */
  readonly body: unknown;
}

export interface Caller {
  readonly username: string;
  call(method: string, path: string, body?: unknown): Promise<Answer>;
  /** Opens a socket. */
  dial(): Promise<Socket>;
}

export interface Socket {
  readonly frames: readonly { readonly type: string }[];
  /** Waits until all frames posted so far have arrived, and returns them. */
  settled(): Promise<readonly { readonly type: string }[]>;
  readonly closed: Promise<number>;
  send(frame: object): void;
}

/** Signs a new person up and in. `check` gets all their answers and frames. */
export async function newCaller(cloud: Cloud, check: ContractCheck, beginning: string): Promise<Caller> {
  const username = newName(beginning);
  await signUp(cloud, { fetch }, username);
  return signedIn(cloud, check, username);
}

/** Signs an existing person in. */
export async function signedIn(cloud: Cloud, check: ContractCheck, username: string): Promise<Caller> {
  const session = createSession({ apiUrl: cloud.apiUrl, environment: { fetch: createCookieFetch() } });
  await session.signIn({ username, password: PASSWORD });
  return callerOf(cloud, check, username, session);
}

async function callerOf(cloud: Cloud, check: ContractCheck, username: string, session: Session): Promise<Caller> {
  const held = check.fetch(cloud.apiUrl, (url, init) => fetch(url, init));
  const token = await session.accessToken();
  return {
    username,
    async call(method, path, body) {
      const headers = {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      };
      const response = await held(cloud.apiUrl + path, {
        method,
        headers,
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, body: text === '' ? undefined : withoutRequest(JSON.parse(text) as object) };
    },
    dial: () => dial(check.sockets().WebSocket, cloud.webSocketUrl, token),
  };
}

/** Calls Cognito as somebody with credentials for the AWS account does. */
async function withCognito(
  { awsUrl }: Cloud,
  act: (client: CognitoIdentityProviderClient, poolId: string) => Promise<unknown>,
): Promise<void> {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new CognitoIdentityProviderClient({ endpoint: awsUrl, region: 'us-east-1', credentials });
  const { UserPools = [] } = await client.send(new ListUserPoolsCommand({ MaxResults: 1 }));
  await act(client, UserPools[0]?.Id ?? '');
  client.destroy();
}

const membership = (UserPoolId: string, Username: string) => ({ UserPoolId, Username, GroupName: 'admins' });

/** Makes a person an administrator, from their next sign-in on. */
export const appoint = (cloud: Cloud, username: string): Promise<void> =>
  withCognito(cloud, (client, pool) => client.send(new AdminAddUserToGroupCommand(membership(pool, username))));

/** Takes a person out of the group of administrators. Their access token goes on naming it. */
export const dismiss = (cloud: Cloud, { username }: Pick<Caller, 'username'>): Promise<void> =>
  withCognito(cloud, (client, pool) => client.send(new AdminRemoveUserFromGroupCommand(membership(pool, username))));

export interface Administrator extends Caller {
  /** Returns a code for one more sign-in: each counts once, and the next step's counts already. */
  nextCode(): string;
}

/** Signs a new administrator up and in, with a second factor. */
export async function newAdministrator(cloud: Cloud, check: ContractCheck): Promise<Administrator> {
  const username = newName('chief');
  await signUp(cloud, { fetch }, username);
  await appoint(cloud, username);
  const session = createSession({ apiUrl: cloud.apiUrl, environment: { fetch: createCookieFetch() } });
  await session.signIn({ username, password: PASSWORD });
  const { secret } = await session.call(startTwoStep, {});
  const setUp = () => session.turnOnTwoStep({ password: PASSWORD, code: totpCode(secret, Date.now() - STEP_MS) });
  // The code of the step before counts still, unless the step ends meanwhile. It leaves two more to sign in with.
  await setUp().catch(setUp);
  await session.signIn({ username, password: PASSWORD, code: totpCode(secret, Date.now()) });
  const caller = await callerOf(cloud, check, username, session);
  return { ...caller, nextCode: () => totpCode(secret, Date.now() + STEP_MS) };
}

function withoutRequest(body: object): object {
  const { requestId: _, ...rest } = body as { requestId?: unknown };
  return rest;
}

function dial(Dialled: typeof WebSocket, url: string, token: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = new Dialled(url, [SUBPROTOCOL, BEARER_PREFIX + token]);
    const frames: { readonly type: string }[] = [];
    const pong = (): Promise<void> =>
      new Promise((pinged) => {
        const look = (data: Buffer): void => {
          if ((JSON.parse(data.toString()) as { type: string }).type !== 'pong') return;
          socket.off('message', look);
          pinged();
        };
        socket.on('message', look);
      });
    socket.on('message', (data: Buffer) => {
      const frame = JSON.parse(data.toString()) as { readonly type: string };
      if (frame.type !== 'pong') frames.push(frame);
    });
    socket.once('error', reject);
    socket.once('open', () =>
      resolve({
        frames,
        closed: new Promise((close) => socket.once('close', close)),
        send: (frame) => socket.send(JSON.stringify(frame)),
        async settled() {
          const answered = pong();
          socket.send('{"action":"ping"}');
          await answered;
          return frames;
        },
      }),
    );
  });
}
