/** The command that makes administrators, run as people run it. */

import { execFile } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCookieFetch } from '#client/cookie-fetch.ts';
import { createSession } from '#client/session.ts';
import { forgotPassword, resetPassword } from '#contract/routes/accounts.ts';
import { listAccounts } from '#contract/routes/admin.ts';
import { startTwoStep } from '#contract/routes/two-step.ts';
import { getMe } from '#contract/routes/users.ts';
import type { Cloud } from '#local/cloud.ts';
import { startTestCloud } from '../support/cloud.ts';
import { PASSWORD, newName, signUp } from './people.ts';

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startTestCloud();
});
afterAll(() => cloud.close());

/** Runs the command. */
function createAdmin(parts: readonly string[], environment = {}): Promise<{ failed: boolean; said: string }> {
  const { USER_POOL_ID: _, ...inherited } = process.env;
  const env = { ...inherited, AWS_ENDPOINT_URL: cloud.awsUrl, ...environment };
  return new Promise((resolve) => {
    execFile(process.execPath, ['--import', 'tsx', 'bin/create-admin.ts', ...parts], { env }, (error, out, err) =>
      resolve({ failed: error !== null, said: out + err }),
    );
  });
}

const newSession = () => createSession({ apiUrl: cloud.apiUrl, environment: { fetch: createCookieFetch() } });

describe('create-admin', () => {
  it('creates an administrator, who chooses a password with a mailed code', async () => {
    const [username, session] = [newName('root'), newSession()];
    const email = `${username}@example.com`;

    const { failed, said } = await createAdmin([username, email]);
    await session.call(forgotPassword, { body: { username } });
    const code = cloud.mails().find(({ to }) => to === email)?.code ?? '';
    await session.call(resetPassword, { body: { username, code, password: PASSWORD } });
    await session.signIn({ username: email, password: PASSWORD });

    expect({ failed, said }).toEqual({ failed: false, said: expect.stringContaining(email) });
    expect(await session.call(getMe, {})).toMatchObject({ username, email, administrator: true });
    await expect(session.call(listAccounts, { query: {} })).rejects.toMatchObject({ code: 'second-factor-needed' });
    await session.call(startTwoStep, {});
    // What an app would show is in the outbox.
    const shown = () => cloud.mails().find(({ to }) => to === email)?.code ?? '';
    await session.turnOnTwoStep({ password: PASSWORD, code: shown() });
    await expect(session.signIn({ username, password: PASSWORD })).rejects.toMatchObject({ code: 'code-needed' });
    await session.signIn({ username, password: PASSWORD, code: shown() });
    expect((await session.call(listAccounts, { query: {} })).items).not.toEqual([]);
  });

  it('makes an existing person an administrator, but only by their own address', async () => {
    const [username, session] = [newName('ann'), newSession()];
    await signUp(cloud, { fetch: createCookieFetch() }, username);

    const another = await createAdmin([username, 'somebody@example.com']);
    const own = await createAdmin([username, `${username}@example.com`]);
    await session.signIn({ username, password: PASSWORD });

    expect(another).toEqual({ failed: true, said: expect.stringContaining('has another e-mail address') });
    expect(own).toMatchObject({ failed: false });
    expect(await session.call(getMe, {})).toMatchObject({ username, administrator: true });
  });

  it('says what to do if the name is missing or not valid, or no message center runs', async () => {
    const [none, wrong, nowhere] = await Promise.all([
      createAdmin([]),
      createAdmin(['No Name', 'x@example.com']),
      createAdmin(['ann', 'ann@example.com'], { AWS_ENDPOINT_URL: 'http://127.0.0.1:9' }),
    ]);

    expect(none).toEqual({ failed: true, said: expect.stringContaining('<username> <email>') });
    expect(wrong).toEqual({ failed: true, said: expect.stringMatching(/username|name-not-valid/) });
    expect(nowhere).toEqual({ failed: true, said: expect.stringContaining('npm start') });
  });
});
