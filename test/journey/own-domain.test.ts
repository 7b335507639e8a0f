/**
 * A message center with what settings add: behind a name of its own and a web ACL, where everything goes through the
 * distribution, with files that are scanned for malware, and with copies outside of the account.
 */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetObjectCommand, GetObjectTaggingCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import type { Links } from '#contract/attachments.ts';
import type { Cloud } from '#local/cloud.ts';
import { synthesize } from '#start/synthesize.ts';
import { type SignedIn, signUpAndIn, startTestCloud } from '../support/cloud.ts';
import type { Caller } from './callers.ts';
import { TEST_VIRUS, uploadFile } from './uploads.ts';

let outDir: string;
let cloud: Cloud;
let ann: SignedIn;

beforeAll(async () => {
  outDir = await mkdtemp(join(tmpdir(), 'message-center-domain-'));
  const context = {
    domainName: 'app.example.com',
    certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/1',
    webAclArn: 'arn:aws:wafv2:us-east-1:123456789012:global/webacl/edge/1',
    scanUploadsFrom: '2020-01-01',
    backupVaultArn: 'arn:aws:backup:eu-west-1:210987654321:backup-vault:copies',
    replicaBucketArn: 'arn:aws:s3:::replica',
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

const caller: Pick<Caller, 'call'> = {
  async call(...request) {
    const answer = await ann.fetch(...request);
    return { status: answer.status, body: await answer.json() };
  },
};

it('A file with malware is withheld from both people, by its code; the message and its other files stay', async () => {
  const text = { type: 'text/plain', name: 'a.txt' };
  const [virus, harmless] = await Promise.all(
    [TEST_VIRUS, 'harmless'].map((content) => uploadFile(cloud, caller, Buffer.from(content), text)),
  );
  const ben = await signUpAndIn(cloud);
  const message = { recipient: ben.username, body: 'Look', attachments: [virus, harmless] };
  const { id } = (await (await ann.fetch('POST', '/messages', message)).json()) as { id: string };
  const linksFor = async (person: SignedIn) =>
    (await (await person.fetch('GET', `/messages/${id}/attachments`)).json()) as Links;

  await expect.poll(() => linksFor(ben)).toMatchObject({ withheld: [{ id: virus, code: 'file-flagged' }] });
  await expect.poll(async () => (await linksFor(ben)).items.map((link) => link.id)).toEqual([harmless]);
  expect(await linksFor(ann)).toMatchObject({ withheld: [{ id: virus, code: 'file-flagged' }] });
  const { items } = await linksFor(ben);
  expect(await (await fetch(cloud.siteUrl + items[0]?.url)).text()).toBe('harmless');
  expect(await (await ben.fetch('GET', `/messages/${id}`)).json()).toMatchObject({
    ...{ body: 'Look', attachments: [{ id: virus }, { id: harmless }] },
  });

  // Forwarded, it is scanned again: a copy has no tags of its source.
  const copy = (await (await ben.fetch('POST', '/attachments', { from: { message: id, id: virus } })).json()) as {
    id: string;
  };
  const forwarded = { recipient: ann.username, body: '', attachments: [copy.id] };
  const sent = (await (await ben.fetch('POST', '/messages', forwarded)).json()) as { id: string };
  await expect
    .poll(async () => (await ann.fetch('GET', `/messages/${sent.id}/attachments`)).json())
    .toEqual({ items: [], withheld: [{ id: copy.id, code: 'file-flagged' }] });
});

it('A file is withheld while its scan is pending, and where it cannot be scanned', async () => {
  cloud.faults.scanDelayMs = 3_600_000;
  onTestFinished(() => void Object.assign(cloud.faults, { scanDelayMs: 0, scanResult: 'NO_THREATS_FOUND' }));
  const send = async () => {
    const attachments = [await uploadFile(cloud, caller, Buffer.from('x'), { type: 'application/zip', name: 'a.zip' })];
    const answer = await ann.fetch('POST', '/messages', { recipient: ann.username, body: '', attachments });
    const { id } = (await answer.json()) as { id: string };
    return async () => (await ann.fetch('GET', `/messages/${id}/attachments`)).json() as Promise<Links>;
  };

  const pending = await send();
  expect(await pending()).toMatchObject({ items: [], withheld: [{ code: 'scan-pending' }] });

  Object.assign(cloud.faults, { scanDelayMs: 0, scanResult: 'UNSUPPORTED' });
  const unsupported = await send();
  await expect.poll(unsupported).toMatchObject({ items: [], withheld: [{ code: 'scan-failed' }] });
});

it('A file is copied out of the account with the tag of its scan, and is gone there once it was deleted', async () => {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const s3 = new S3Client({ endpoint: cloud.awsUrl, region: 'us-east-1', credentials, forcePathStyle: true });
  onTestFinished(() => s3.destroy());
  const text = { type: 'text/plain', name: 'a.txt' };
  const attachments = [await uploadFile(cloud, caller, Buffer.from('copied'), text)];
  const message = { recipient: ann.username, body: '', attachments };
  const { id } = (await (await ann.fetch('POST', '/messages', message)).json()) as { id: string };
  const links = async () => (await (await ann.fetch('GET', `/messages/${id}/attachments`)).json()) as Links;
  await expect.poll(async () => (await links()).items).toHaveLength(1);
  const [link] = (await links()).items;
  const Key = new URL(link?.url ?? '', cloud.siteUrl).pathname.replace('/files/', '');
  const copy = { Bucket: 'replica', Key };

  await expect.poll(async () => (await s3.send(new GetObjectTaggingCommand(copy))).TagSet).toHaveLength(1);
  expect(await (await s3.send(new GetObjectCommand(copy))).Body?.transformToString()).toBe('copied');

  expect((await ann.fetch('DELETE', `/messages/${id}`)).status).toBe(204);
  await cloud.idle();
  await expect.poll(() => s3.send(new GetObjectCommand(copy)).catch((error: Error) => error.name)).toBe('NoSuchKey');
});
