/** A message center behind a name of its own and a web ACL: everything goes through the distribution. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { Cloud } from '#local/cloud.ts';
import { synthesize } from '#start/synthesize.ts';
import { type SignedIn, signUpAndIn, startTestCloud } from '../support/cloud.ts';

let outDir: string;
let cloud: Cloud;
let ann: SignedIn;

beforeAll(async () => {
  outDir = await mkdtemp(join(tmpdir(), 'message-center-domain-'));
  const context = {
    domainName: 'app.example.com',
    certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/1',
    webAclArn: 'arn:aws:wafv2:us-east-1:123456789012:global/webacl/edge/1',
    termsUrl: 'https://example.com/terms?of=use&lang=en',
  };
  cloud = await startTestCloud({ assembly: await synthesize({ outDir, context }) });
  ann = await signUpAndIn(cloud);
});
afterAll(async () => {
  await cloud.close();
  await rm(outDir, { recursive: true, force: true });
});

/** @returns 101, or the status with which the handshake failed */
const handshake = (url: string): Promise<number> =>
  new Promise((resolve) => {
    const socket = new WebSocket(url, ['message-center.v1', `bearer.${ann.accessToken}`], { origin: cloud.siteUrl });
    socket.on('open', () => {
      socket.close();
      resolve(101);
    });
    socket.on('unexpected-response', (_, { statusCode = 0 }) => resolve(statusCode));
    socket.on('error', () => undefined);
  });

it('The page is told to open its WebSocket at the site, and can', async () => {
  const config = (await (await fetch(`${cloud.siteUrl}/config.json`)).json()) as Record<string, string>;
  const { webSocketUrl = '' } = config;

  expect(config).toMatchObject({
    apiUrl: `${cloud.siteUrl}/api`,
    webSocketUrl: `${cloud.siteUrl.replace('http', 'ws')}/live`,
    termsUrl: 'https://example.com/terms?of=use&lang=en',
  });
  expect(config).not.toHaveProperty('privacyUrl');
  expect(await handshake(webSocketUrl)).toBe(101);
  expect((await fetch(`${cloud.siteUrl}/live`)).status).toBe(403);
});

it("The APIs' own addresses answer nobody, with or without a token or a made-up proof", async () => {
  const headers = { authorization: `Bearer ${ann.accessToken}` };

  expect((await fetch(`${cloud.apiUrl}/me`, { headers })).status).toBe(200);
  expect((await fetch(`${cloud.httpApiUrl}/me`, { headers })).status).toBe(403);
  expect((await fetch(`${cloud.httpApiUrl}/openapi.json`)).status).toBe(403);
  expect(
    (await fetch(`${cloud.httpApiUrl}/me`, { headers: { ...headers, 'x-distribution-proof': 'none' } })).status,
  ).toBe(403);
  expect(await handshake(cloud.webSocketUrl)).toBe(403);
});
