/** The user pool is lost: accounts are made of the nightly export in a new one, by the command as people run it. */

import { execFile } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AdminDisableUserCommand, CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { expect, it, onTestFinished } from 'vitest';
import type { Cloud } from '#local/cloud.ts';
import { type SignedIn, signUpAndIn, startTestCloud } from '../support/cloud.ts';
import { editAssembly, type Resources } from '../support/edited-assembly.ts';

const NEW_PASSWORD = 'another horse battery';

/** The assembly with another user pool, as a higher `userPoolGeneration` makes it. */
async function withNewPool(): Promise<string> {
  let pool = '';
  const folder = await editAssembly({
    edit: (resources: Resources) => {
      pool = Object.entries(resources).find(([, { Type }]) => Type === 'AWS::Cognito::UserPool')?.[0] ?? '';
    },
  });
  const file = join(folder, 'MessageCenter.template.json');
  await writeFile(file, (await readFile(file, 'utf8')).replaceAll(`"${pool}"`, `"${pool}2"`));
  return folder;
}

function importAccounts(cloud: Cloud): Promise<string> {
  const env = { ...process.env, PORT: new URL(cloud.siteUrl).port, AWS_ENDPOINT_URL: cloud.awsUrl };
  return new Promise((resolve) => {
    execFile(process.execPath, ['--import', 'tsx', 'bin/import-accounts.ts'], { env }, (_, out, err) =>
      resolve(out + err),
    );
  });
}

const post = (cloud: Cloud, path: string, body: object): Promise<Response> =>
  fetch(`${cloud.apiUrl}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

/** Sets a new password by mail. @returns undefined where no mail came */
async function resetByMail(cloud: Cloud, { username }: SignedIn): Promise<string | undefined> {
  await post(cloud, '/auth/forgot-password', { username });
  const code = cloud.mails().find(({ to }) => to === `${username}@example.com`)?.code;
  if (code === undefined) return undefined;
  await post(cloud, '/auth/reset-password', { username, code, password: NEW_PASSWORD });
  const answer = await post(cloud, '/auth/sign-in', { username, password: NEW_PASSWORD });
  return ((await answer.json()) as { accessToken?: string }).accessToken;
}

it('in a new user pool, people set a new password by mail and find everything', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'message-center-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  const lines: string[] = [];
  const before = await startTestCloud({ dataDir, log: (line) => lines.push(line) });
  const [ann, ben, cat, dan] = await Promise.all([
    signUpAndIn(before),
    signUpAndIn(before),
    signUpAndIn(before),
    signUpAndIn(before),
  ]);
  await ann.fetch('POST', '/messages', { recipient: ben.username, body: 'kept' });
  const administrator = new CognitoIdentityProviderClient({
    endpoint: before.awsUrl,
    region: 'local',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const outputs = (await (await fetch(`${before.siteUrl}/_local/outputs`)).json()) as Record<string, string>;
  const { UserPoolId } = outputs;
  await administrator.send(new AdminDisableUserCommand({ UserPoolId, Username: cat.username }));
  await before.runSchedules();
  // After the export, and not in the new pool either.
  const left = await dan.fetch('DELETE', '/me', { password: 'correct horse battery' });
  expect(left.status).toBe(204);
  await before.idle();
  await before.close();

  const cloud = await startTestCloud({ dataDir, assembly: await withNewPool() });
  onTestFinished(() => cloud.close());
  const taking = await post(cloud, '/auth/sign-up', {
    username: ann.username,
    email: 'thief@example.com',
    password: NEW_PASSWORD,
  });
  const imported = await importAccounts(cloud);
  const oldPassword = await post(cloud, '/auth/sign-in', { username: ann.username, password: 'correct horse battery' });
  const token = await resetByMail(cloud, ben);
  const found = await fetch(`${cloud.apiUrl}/messages?target=${ann.username}`, {
    headers: { authorization: `Bearer ${token}` },
  });

  expect(taking.status).toBe(409);
  expect(imported).toContain('3 account(s) made, 0 were there, 1 left out');
  expect(oldPassword.status).toBe(401);
  expect(await found.json()).toMatchObject({ items: [{ sender: ann.username, body: 'kept' }] });
  expect(await resetByMail(cloud, cat)).toBeUndefined();
  expect(await resetByMail(cloud, dan)).toBeUndefined();
  expect(lines.filter((line) => line.startsWith('[AccountExports')).join()).not.toContain('@example.com');
  expect(await readdir(join(dataDir, 'buckets'))).toContain(outputs['AccountExportsBucket']);
});
