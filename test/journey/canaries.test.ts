/** No log line, no URL (except of a search) and no refusal contains a secret: ASVS 5.0, 14.2.1, 16.2.5, 16.5.1. */

import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import {
  CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { WebSocket } from 'ws';
import { createCookieFetch } from '#client/cookie-fetch.ts';
import { createSession } from '#client/session.ts';
import { BEARER_PREFIX, SUBPROTOCOL } from '#contract/handshake.ts';
import type { Cloud } from '#local/cloud.ts';
import { startTestCloud } from '../support/cloud.ts';
import { newName } from './people.ts';

const SECRETS = {
  password: 'canary password one',
  newPassword: 'canary password two',
  wrongPassword: 'canary password wrong',
  body: 'canary-body of a message',
  edited: 'canary-body edited',
  searched: 'canary-words that are searched',
  about: 'canary-about of a person',
  reason: 'canary-reason of a report',
  domain: 'canary-mail.example',
};
/** How the local cloud prints a mail: with address and code, on purpose. */
const MAIL = /^Mail to \S+: Your message center code: \d{6}$/;
/** Parts of stack traces and of AWS's own errors. */
const TRACE = /\bat \S+ \(|\.[cm]?[jt]s:\d+|node_modules|Exception|__type/;

const lines: string[] = [];
const urls: string[] = [];
const answers: string[] = [];
const tokens = new Set<string>();
const [ann, ben] = [newName('ann'), newName('ben')];
let cloud: Cloud;

const noteRequest = (message: unknown): void => {
  const { request } = message as { request: IncomingMessage };
  urls.push(`${request.method} ${request.url} ${request.headers.referer ?? ''}`);
};

/** Notes every refusal and every token. */
function noting(inner: (url: string, init: RequestInit) => Promise<Response>) {
  return async (url: string, init: RequestInit): Promise<Response> => {
    const response = await inner(url, init);
    const text = await response.clone().text();
    if (!response.ok) answers.push(`${response.status} ${text}`);
    const { accessToken } = text.startsWith('{') ? (JSON.parse(text) as { accessToken?: string }) : {};
    if (accessToken) tokens.add(accessToken);
    for (const cookie of response.headers.getSetCookie()) tokens.add(cookie.split(/[=;]/)[1] ?? '');
    return response;
  };
}

/** Creates a device. Its `call` sends anything, and returns refusals instead of throwing. */
function device() {
  const kept = noting(createCookieFetch());
  const session = createSession({ apiUrl: cloud.apiUrl, environment: { fetch: kept } });
  const call = async (
    method: string,
    path: string,
    body?: unknown,
    contentType = 'application/json',
  ): Promise<Response> => {
    const authorization =
      session.username === undefined ? {} : { authorization: `Bearer ${await session.accessToken()}` };
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return kept(cloud.apiUrl + path, {
      method,
      headers: { ...authorization, ...(body !== undefined && { 'content-type': contentType }) },
      ...(body !== undefined && { body: text }),
    });
  };
  return { session, call };
}

const email = (username: string): string => `${username}@${SECRETS.domain}`;
const codeFor = (username: string): string => cloud.mails().find(({ to }) => to === email(username))?.code ?? '';

async function join(username: string) {
  const { session, call } = device();
  await session.signUp({ username, email: email(username), password: SECRETS.password });
  await call('POST', '/auth/confirm', { username, code: '000000' });
  await call('POST', '/auth/sign-in', { username, password: SECRETS.password });
  await session.confirmSignUp({ username, code: codeFor(username) });
  await session.signIn({ username: email(username), password: SECRETS.password });
  await session.refresh();
  return { session, call };
}

/** A search is the one request with a text in its URL, so nothing that logs a request may log its query. */
const search = (peer: string): string => `/conversations/${peer}/search?text=${encodeURIComponent(SECRETS.searched)}`;

/** Opens a socket, sends valid and invalid frames, and waits for the answer to a ping. */
async function talk(token: string): Promise<void> {
  urls.push(cloud.webSocketUrl);
  const socket = new WebSocket(cloud.webSocketUrl, [SUBPROTOCOL, BEARER_PREFIX + token]);
  await new Promise((resolve) => socket.once('open', resolve));
  const answered = new Promise((resolve) => socket.once('message', resolve));
  for (const frame of [SECRETS.body, JSON.stringify({ action: SECRETS.body }), '{"action":"ping"}']) socket.send(frame);
  await answered;
  socket.close();
}

/** Makes a handshake that is refused. */
async function refused(token: string, origin?: string): Promise<void> {
  const socket = new WebSocket(cloud.webSocketUrl, [SUBPROTOCOL, BEARER_PREFIX + token], {
    ...(origin !== undefined && { origin }),
  });
  await new Promise((resolve) => socket.once('unexpected-response', resolve).on('error', resolve));
}

/** How the owner of the cloud calls its services. */
const ownAccess = () => ({
  endpoint: cloud.awsUrl,
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
});

/** Returns the secret of the user pool's client that issued a token. */
async function secretOfClient(token: string): Promise<string> {
  const { iss = '', client_id: ClientId } = decodeJwt<{ client_id: string }>(token);
  const sdk = new CognitoIdentityProviderClient(ownAccess());
  const command = new DescribeUserPoolClientCommand({ UserPoolId: new URL(iss).pathname.slice(1), ClientId });
  const { UserPoolClient } = await sdk.send(command);
  sdk.destroy();
  if (!UserPoolClient?.ClientSecret) throw new Error('The client has no secret.');
  return UserPoolClient.ClientSecret;
}

/** Returns the secrets of the stack: what keys derive from, and the proof of the distribution. */
async function secretsOfStack(): Promise<readonly string[]> {
  const template = await readFile(`${inject('assembly')}/MessageCenter.template.json`, 'utf8');
  const { Resources } = JSON.parse(template) as { Resources: Record<string, { Type: string }> };
  const ids = Object.keys(Resources).filter((id) => Resources[id]?.Type === 'AWS::SecretsManager::Secret');
  const sdk = new SecretsManagerClient(ownAccess());
  const secrets = await Promise.all(ids.map((SecretId) => sdk.send(new GetSecretValueCommand({ SecretId }))));
  sdk.destroy();
  const values = secrets.flatMap(({ SecretString }) => SecretString ?? []);
  if (values.length < 2) throw new Error('The stack has no root secret, or no proof of its distribution.');
  return values;
}

/** Lets two people do everything that handles a secret, rightly and wrongly, on a cloud that sometimes fails. */
async function live(): Promise<void> {
  const [hers, his] = [await join(ann), await join(ben)];
  const token = await hers.session.accessToken();
  tokens.add(await secretOfClient(token));
  for (const secret of await secretsOfStack()) tokens.add(secret);
  const message = { recipient: ben, body: SECRETS.body };

  const sent = (await (await hers.call('POST', '/messages', message)).json()) as { id: string };
  await hers.call('PATCH', `/messages/${sent.id}`, { body: SECRETS.edited });
  await hers.call('PATCH', '/me', { about: SECRETS.about });
  await his.call('POST', '/reports', { message: sent.id, reason: SECRETS.reason });
  await his.call('GET', '/me/export');
  await his.call('GET', search(ann));
  await his.call('GET', `${search(ann)}&limit=0`);
  await talk(token);
  await refused(`${token}x`);
  await refused(token, 'https://evil.example');

  await hers.call('POST', '/messages', { ...message, body: `${SECRETS.body}\u0000` });
  await hers.call('POST', '/messages', { ...message, colour: SECRETS.body });
  await hers.call('POST', '/messages', `{"body":"${SECRETS.body}`);
  await hers.call('POST', '/messages', SECRETS.body, 'text/plain');
  await his.call('PATCH', `/messages/${sent.id}`, { body: SECRETS.edited });
  await device().call('POST', '/auth/sign-up', { username: ann, email: email('other'), password: SECRETS.password });
  await device().call('POST', '/auth/sign-up', { username: newName(), email: email(ann), password: 'canary' });
  for (let i = 0; i < 6; i++)
    await device().call('POST', '/auth/sign-in', { username: email(ben), password: SECRETS.wrongPassword });
  await noting(fetch)(`${cloud.apiUrl}/me`, { headers: { authorization: `Bearer ${token}x` } });

  await his.call('POST', '/auth/forgot-password', { username: email(ann) });
  await his.call('POST', '/auth/reset-password', { username: ann, code: '000000', password: SECRETS.newPassword });
  await his.call('POST', '/auth/reset-password', {
    username: email(ann),
    code: codeFor(ann),
    password: SECRETS.newPassword,
  });
  await refused(token);

  const back = device();
  await back.session.signIn({ username: ann, password: SECRETS.newPassword });
  cloud.faults.throttledWrites = 1;
  await back.call('POST', '/messages', message);
  cloud.faults.throttledWrites = 0;
  await back.call('DELETE', '/me', { password: SECRETS.wrongPassword });
  await back.call('DELETE', '/me', { password: SECRETS.newPassword });
  await cloud.idle();
}

beforeAll(async () => {
  subscribe('http.server.request.start', noteRequest);
  cloud = await startTestCloud({ log: (line) => void lines.push(line) });
  await live();
});
afterAll(async () => {
  unsubscribe('http.server.request.start', noteRequest);
  await cloud.close();
});

/** Returns the texts that contain a secret, a token or its signature, an address, or a mailed code. */
function leaks(texts: readonly string[]): string[] {
  const parts = [...tokens]
    .flatMap((token) => [token, token.split('.').at(-1) ?? ''])
    .filter((part) => part.length > 16);
  const secrets = [...Object.values(SECRETS), ...Object.values(SECRETS).map(encodeURIComponent), ...parts];
  const codes = cloud.mails().map(({ code }) => new RegExp(`\\b${code}\\b`));
  return texts.filter(
    (text) => secrets.some((secret) => text.includes(secret)) || codes.some((code) => code.test(text)),
  );
}

describe('a run in which a lot goes wrong', () => {
  it('has had everything that could leak: tokens, mails, refusals and logged failures', () => {
    const mails = lines.filter((line) => MAIL.test(line));

    expect(mails).toHaveLength(cloud.mails().length);
    expect(leaks(mails)).toEqual(mails);
    expect(leaks([...tokens].map((token) => `GET /?token=${token}`))).toHaveLength(tokens.size);
    expect(tokens.size).toBeGreaterThan(4);
    expect(new Set(answers.map((answer) => answer.slice(0, 3)))).toEqual(
      new Set(['400', '401', '403', '409', '415', '503']),
    );
    expect(lines.filter((line) => line.includes('requestId'))).not.toEqual([]);
    expect(urls.filter((url) => url.includes('/auth/reset-password'))).toHaveLength(2);
  });

  it('logs no password, token, text, address or code, except in the mails of the local outbox', () => {
    expect(leaks(lines.filter((line) => !MAIL.test(line)))).toEqual([]);
  });

  it('names no person in the line of a function', () => {
    const named = lines.filter((line) => line.startsWith('[') && (line.includes(ann) || line.includes(ben)));

    expect(named).toEqual([]);
  });

  it('logs each outcome of authentication with who, by a keyed hash, and from where', () => {
    const outcomes = lines
      .filter((line) => line.startsWith('[HttpApiAccounts'))
      .flatMap((line) => /\{.*"operation".*\}/.exec(line) ?? [])
      .map((line) => JSON.parse(line) as Readonly<Record<string, string>>)
      .filter(({ who = '', from }) => /^[\w-]{22}$/.test(who) && from === '127.0.0.1');

    expect(outcomes.map(({ operation, outcome }) => `${operation} ${outcome}`)).toEqual(
      expect.arrayContaining(['signUp ok', 'signIn ok', 'signIn wrong-credentials', 'resetPassword wrong-code']),
    );
  });

  it('has none of them in a requested URL, except for the words of a search', () => {
    const searches = leaks(urls).filter((url) => url.includes(search(ann)));

    expect(searches).not.toEqual([]);
    expect(leaks(urls)).toEqual(searches);
  });

  it('repeats no secret in a refusal, and shows no stack trace or error of AWS', () => {
    expect(leaks(answers)).toEqual([]);
    expect(answers.filter((answer) => TRACE.test(answer))).toEqual([]);
  });
});
