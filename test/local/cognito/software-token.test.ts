/** Authenticator apps as a second factor, as Cognito has them. */
import {
  AdminGetUserCommand,
  AdminInitiateAuthCommand,
  AdminRespondToAuthChallengeCommand,
  AdminSetUserMFAPreferenceCommand,
  AssociateSoftwareTokenCommand,
  ConfirmForgotPasswordCommand,
  ForgotPasswordCommand,
  SetUserMFAPreferenceCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { newTotpSecret, stepOfCode, totpCode } from '#local/cognito/totp.ts';
import { CLIENT, PASSWORD, POOL, startUserPool } from './user-pool.ts';

const STEP_MS = 30_000;
const withApps = { MfaConfiguration: 'OPTIONAL', EnabledMfas: ['SOFTWARE_TOKEN_MFA'] };

/** A pool with alice, who has an app, set up and on. */
async function poolWithApp() {
  const pool = await startUserPool({ pool: withApps });
  const { sdk, clock } = pool;
  await pool.signUp('alice');
  await pool.confirm('alice');
  const { AccessToken } = await pool.signIn('alice');
  const { SecretCode: secret = '' } = await sdk.send(new AssociateSoftwareTokenCommand({ AccessToken }));
  const code = (): string => totpCode(secret, clock.now);
  await sdk.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode: code() }));
  await sdk.send(new SetUserMFAPreferenceCommand({ AccessToken, SoftwareTokenMfaSettings: { Enabled: true } }));
  clock.now += STEP_MS;
  const begin = (PASSWORD_ = PASSWORD) =>
    sdk.send(
      new AdminInitiateAuthCommand({
        UserPoolId: POOL,
        ClientId: CLIENT,
        AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: 'alice@example.com', PASSWORD: PASSWORD_ },
      }),
    );
  const answer = (Session: string | undefined, given: string, USERNAME = 'alice') =>
    sdk.send(
      new AdminRespondToAuthChallengeCommand({
        UserPoolId: POOL,
        ClientId: CLIENT,
        ChallengeName: 'SOFTWARE_TOKEN_MFA',
        Session,
        ChallengeResponses: { USERNAME, SOFTWARE_TOKEN_MFA_CODE: given },
      }),
    );
  return { ...pool, secret, AccessToken, code, begin, answer };
}

describe('a code', () => {
  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_234_567_890, '005924'],
    [20_000_000_000, '353130'],
  ])('of second %i is that of RFC 6238', (second, code) => {
    expect(totpCode('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', second * 1000)).toBe(code);
  });

  it('counts in its step, and in the one before and after', () => {
    const secret = newTotpSecret();
    const now = 1_000 * STEP_MS;

    const steps = [-2, -1, 0, 1, 2].map((away) => stepOfCode(secret, totpCode(secret, now + away * STEP_MS), now));

    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(steps).toEqual([undefined, 999, 1000, 1001, undefined]);
  });
});

describe('a sign-in with a right password', () => {
  it('is challenged for a code, and completed with it', async () => {
    const { begin, answer, code } = await poolWithApp();

    const { ChallengeName, ChallengeParameters, Session, AuthenticationResult } = await begin();
    const done = await answer(Session, code());

    expect({ ChallengeName, ChallengeParameters, AuthenticationResult }).toEqual({
      ChallengeName: 'SOFTWARE_TOKEN_MFA',
      ChallengeParameters: { USER_ID_FOR_SRP: 'alice' },
      AuthenticationResult: undefined,
    });
    expect(done.AuthenticationResult).toMatchObject({
      AccessToken: expect.any(String),
      RefreshToken: expect.any(String),
    });
  });

  it('can be tried again after a wrong code, and takes each code once', async () => {
    const { begin, answer, code, clock } = await poolWithApp();
    const { Session } = await begin();

    await expect(answer(Session, '000000')).rejects.toMatchObject({ name: 'CodeMismatchException' });
    await answer(Session, code());
    const { Session: next } = await begin();
    await expect(answer(next, code())).rejects.toMatchObject({ name: 'ExpiredCodeException' });
    clock.now += STEP_MS;

    expect((await answer(next, code())).AuthenticationResult).toBeDefined();
  });

  it('does not take the code of the setup again', async () => {
    const { begin, answer, code, clock } = await poolWithApp();
    clock.now -= STEP_MS;
    const { Session } = await begin();

    await expect(answer(Session, code())).rejects.toMatchObject({ name: 'ExpiredCodeException' });
  });

  it.each<[what: string, act: (pool: Awaited<ReturnType<typeof poolWithApp>>) => Promise<unknown>]>([
    [
      'after three minutes',
      async ({ begin, answer, code, clock }) => {
        const { Session } = await begin();
        clock.now += 3 * 60_000;
        return answer(Session, code());
      },
    ],
    ['with another session', ({ answer, code }) => answer('x'.repeat(43), code())],
    [
      'once it is completed',
      async ({ begin, answer, code, clock }) => {
        const { Session } = await begin();
        await answer(Session, code());
        clock.now += STEP_MS;
        return answer(Session, code());
      },
    ],
  ])('is refused %s', async (_, act) => {
    await expect(act(await poolWithApp())).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  it('is not challenged with a wrong password', async () => {
    const { begin } = await poolWithApp();

    await expect(begin('not the right one')).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });
});

describe('the factor', () => {
  it('is not asked for before it is on, and cannot be on before a code was verified', async () => {
    const { sdk, signUp, confirm, signIn } = await startUserPool({ pool: withApps });
    await signUp('alice');
    await confirm('alice');
    const { AccessToken } = await signIn('alice');
    const { SecretCode = '' } = await sdk.send(new AssociateSoftwareTokenCommand({ AccessToken }));
    const turnOn = new SetUserMFAPreferenceCommand({ AccessToken, SoftwareTokenMfaSettings: { Enabled: true } });

    await expect(sdk.send(turnOn)).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(sdk.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode: '000000' }))).rejects.toMatchObject({
      name: 'EnableSoftwareTokenMFAException',
    });

    expect(SecretCode).toMatch(/^[A-Z2-7]{32}$/);
    expect((await signIn('alice')).AccessToken).toBeDefined();
  });

  it('is among the factors of its user, outlives a new password, and is turned off by an administrator', async () => {
    const { sdk, begin, outbox } = await poolWithApp();
    const user = { UserPoolId: POOL, Username: 'alice' };
    const factors = async () => (await sdk.send(new AdminGetUserCommand(user))).UserMFASettingList;
    await sdk.send(new ForgotPasswordCommand({ ClientId: CLIENT, Username: 'alice' }));
    const ConfirmationCode = outbox.mails()[0]?.code ?? '';
    const Password = 'another horse battery';
    await sdk.send(
      new ConfirmForgotPasswordCommand({ ClientId: CLIENT, Username: 'alice', ConfirmationCode, Password }),
    );

    const before = [await factors(), (await begin(Password)).ChallengeName];
    await sdk.send(new AdminSetUserMFAPreferenceCommand({ ...user, SoftwareTokenMfaSettings: { Enabled: false } }));
    const after = [await factors(), (await begin(Password)).ChallengeName];

    expect(before).toEqual([['SOFTWARE_TOKEN_MFA'], 'SOFTWARE_TOKEN_MFA']);
    expect(after).toEqual([undefined, undefined]);
  });

  it('is replaced only once a code of the new app is verified', async () => {
    const { sdk, AccessToken, begin, answer, code, clock } = await poolWithApp();
    const { SecretCode: other = '' } = await sdk.send(new AssociateSoftwareTokenCommand({ AccessToken }));
    await answer((await begin()).Session, code());

    await sdk.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode: totpCode(other, clock.now) }));
    clock.now += STEP_MS;
    const { Session } = await begin();

    await expect(answer(Session, code())).rejects.toMatchObject({ name: 'CodeMismatchException' });
    expect((await answer(Session, totpCode(other, clock.now))).AuthenticationResult).toBeDefined();
  });

  it('is not offered by a pool without it', async () => {
    const { sdk, signUp, confirm, signIn } = await startUserPool();
    await signUp('alice');
    await confirm('alice');
    const { AccessToken } = await signIn('alice');

    await expect(sdk.send(new AssociateSoftwareTokenCommand({ AccessToken }))).rejects.toMatchObject({
      name: 'SoftwareTokenMFANotFoundException',
    });
  });
});

it('what an app shows is in the outbox, so that nobody needs one on a laptop', async () => {
  const { begin, outbox, code } = await poolWithApp();

  await begin();

  expect(outbox.mails()[0]).toMatchObject({ to: 'alice@example.com', code: code() });
});

it('the outbox shows the next code where the current one was used', async () => {
  const { begin, answer, clock, newestCode, code, secret } = await poolWithApp();
  await answer((await begin()).Session, code());

  const { Session } = await begin();

  expect(newestCode()).toBe(totpCode(secret, clock.now + STEP_MS));
  expect((await answer(Session, newestCode())).AuthenticationResult).toBeDefined();
});
