/** Refresh tokens, their rotation, and the end of sessions. */
import {
  AdminDeleteUserCommand,
  AdminUserGlobalSignOutCommand,
  RevokeTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { CLIENT, type Options, POOL, startUserPool } from './user-pool.ts';

const SECOND_MS = 1000;
const DAY_MS = 24 * 60 * 60 * SECOND_MS;
const revoked = { name: 'NotAuthorizedException', message: 'Refresh Token has been revoked' };

async function signedIn(options?: Options) {
  const pool = await startUserPool(options);
  await pool.signUp('alice');
  await pool.confirm('alice');
  const { RefreshToken = '', AccessToken = '' } = await pool.signIn('alice');
  return { ...pool, first: RefreshToken, accessToken: AccessToken };
}

const claims = (token = '') => decodeJwt(token);

describe('refreshing', () => {
  it('returns new tokens of the same session', async () => {
    const { clock, accessToken, first, refresh } = await signedIn();
    const signedInAt = clock.now / SECOND_MS;
    clock.now += 300 * SECOND_MS;

    const { AccessToken, IdToken, RefreshToken, ExpiresIn } = await refresh(first);

    expect(claims(AccessToken)).toMatchObject({ auth_time: signedInAt, iat: signedInAt + 300, exp: signedInAt + 900 });
    expect(claims(AccessToken).origin_jti).toBe(claims(accessToken).origin_jti);
    expect(claims(AccessToken).jti).not.toBe(claims(accessToken).jti);
    expect(claims(IdToken)).toMatchObject({ token_use: 'id' });
    expect(RefreshToken).not.toBe(first);
    expect(ExpiresIn).toBe(600);
  });

  it('accepts a rotated token within the grace period, and every token it issued', async () => {
    const { clock, first, refresh } = await signedIn();
    const second = await refresh(first);
    clock.now += 59 * SECOND_MS;

    const again = await refresh(first);

    await expect(refresh(second.RefreshToken)).resolves.toBeDefined();
    await expect(refresh(again.RefreshToken)).resolves.toBeDefined();
  });

  it('refuses a rotated token after the grace period, which another use does not extend', async () => {
    const { clock, first, refresh } = await signedIn();
    const second = await refresh(first);
    clock.now += 30 * SECOND_MS;
    await refresh(first);
    clock.now += 30 * SECOND_MS;

    await expect(refresh(first)).rejects.toMatchObject({ name: 'RefreshTokenReuseException' });
    await expect(refresh(second.RefreshToken)).resolves.toBeDefined();
  });

  it('refuses a rotated token immediately without a grace period', async () => {
    const { first, refresh } = await signedIn({ client: { RefreshTokenRotation: { Feature: 'ENABLED' } } });
    await refresh(first);

    await expect(refresh(first)).rejects.toMatchObject({ name: 'RefreshTokenReuseException' });
  });

  it('keeps the same token if tokens do not rotate', async () => {
    const { clock, first, refresh } = await signedIn({ client: { RefreshTokenRotation: { Feature: 'DISABLED' } } });

    expect((await refresh(first)).RefreshToken).toBeUndefined();
    clock.now += DAY_MS;
    await expect(refresh(first)).resolves.toBeDefined();
  });

  it('ends when the first token would expire, however often it was rotated', async () => {
    const { clock, first, refresh } = await signedIn();
    clock.now += 29 * DAY_MS;
    const { RefreshToken } = await refresh(first);
    clock.now += DAY_MS;

    await expect(refresh(RefreshToken)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Refresh Token has expired',
    });
  });

  it('refuses anything that is no refresh token', async () => {
    const { accessToken, first, refresh } = await signedIn();
    const invalid = { name: 'NotAuthorizedException', message: 'Invalid Refresh Token' };

    await expect(refresh('nonsense')).rejects.toMatchObject(invalid);
    await expect(refresh(accessToken)).rejects.toMatchObject(invalid);
    await expect(refresh(first.slice(1))).rejects.toMatchObject(invalid);
  });

  it('refuses a forged secret for an existing session', async () => {
    const { first, refresh } = await signedIn();
    const forged = Buffer.concat([Buffer.from(first, 'base64url').subarray(0, 32), Buffer.alloc(32)]).toString(
      'base64url',
    );

    await expect(refresh(forged)).rejects.toMatchObject({ name: 'RefreshTokenReuseException' });
  });
});

describe('ending sessions', () => {
  const revoke = (Token: string) => new RevokeTokenCommand({ ClientId: CLIENT, Token });

  it('ends the session of a revoked token and no other', async () => {
    const { sdk, first, refresh, signIn } = await signedIn();
    const other = await signIn('alice');
    const { RefreshToken } = await refresh(first);

    await sdk.send(revoke(RefreshToken ?? ''));

    await expect(refresh(RefreshToken)).rejects.toMatchObject(revoked);
    await expect(refresh(first)).rejects.toMatchObject(revoked);
    await expect(refresh(other.RefreshToken)).resolves.toBeDefined();
  });

  it('accepts the revocation of an unknown or rotated token, and ends no session', async () => {
    const { clock, sdk, first, refresh } = await signedIn();
    const { RefreshToken } = await refresh(first);
    clock.now += 61 * SECOND_MS;

    await sdk.send(revoke('nonsense'));
    await sdk.send(revoke(first));

    await expect(refresh(RefreshToken)).resolves.toBeDefined();
  });

  it('revokes refresh tokens only, and only if the client enables it', async () => {
    const { sdk, accessToken } = await signedIn();
    const { sdk: without } = await startUserPool({ client: { EnableTokenRevocation: false } });

    await expect(sdk.send(revoke(accessToken))).rejects.toMatchObject({ name: 'UnsupportedTokenTypeException' });
    await expect(without.send(revoke('token'))).rejects.toMatchObject({ name: 'UnsupportedOperationException' });
  });

  it('ends every session of one person at a global sign-out', async () => {
    const { sdk, first, refresh, signIn, signUp, confirm } = await signedIn();
    const second = await signIn('alice');
    await signUp('bob');
    await confirm('bob');
    const ofBob = await signIn('bob');

    await sdk.send(new AdminUserGlobalSignOutCommand({ UserPoolId: POOL, Username: 'alice' }));

    await expect(refresh(first)).rejects.toMatchObject(revoked);
    await expect(refresh(second.RefreshToken)).rejects.toMatchObject(revoked);
    await expect(refresh(ofBob.RefreshToken)).resolves.toBeDefined();
    await expect(signIn('alice')).resolves.toBeDefined();
  });

  it('deletes an account with its sessions, and frees its name and address', async () => {
    const { sdk, first, refresh, signIn, signUp, confirm } = await signedIn();

    await sdk.send(new AdminDeleteUserCommand({ UserPoolId: POOL, Username: 'alice' }));

    await expect(refresh(first)).rejects.toMatchObject(revoked);
    await expect(signIn('alice')).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    await expect(signIn('alice@example.com')).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    await signUp('alice');
    await confirm('alice');
    await expect(refresh(first)).rejects.toMatchObject(revoked);
    await expect(signIn('alice@example.com')).resolves.toBeDefined();
  });
});
