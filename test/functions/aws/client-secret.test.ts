/** The secret of the user pool's client: when it is read, and how often. */

import {
  CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { clientSecret } from '#functions/aws/client-secret.ts';
import { systemClock } from '#functions/aws/clock.ts';
import { failure } from '../support/aws.ts';

const pool = mockClient(CognitoIdentityProviderClient);
const waits = vi.spyOn(systemClock, 'sleep').mockResolvedValue(undefined);
const throttled = failure('TooManyRequestsException');

beforeEach(() => {
  pool.reset();
  waits.mockClear();
});

describe('the secret of the client', () => {
  it('is read once, when it is first needed, also if many need it at once', async () => {
    pool.on(DescribeUserPoolClientCommand).resolves({ UserPoolClient: { ClientSecret: 'key' } });
    const secret = clientSecret('pool', 'client');
    expect(pool).not.toHaveReceivedAnyCommand();

    const read = await Promise.all([secret.plain(), secret.plain(), secret.hash('alice')]);

    // printf 'aliceclient' | openssl dgst -sha256 -hmac key -binary | base64
    expect(read).toEqual(['key', 'key', '6qh7XsOmLmsVApd02H41W5IKS+2p8Nmp+Ytz+T4h/O4=']);
    expect(pool).toHaveReceivedCommandExactlyOnceWith(DescribeUserPoolClientCommand, {
      UserPoolId: 'pool',
      ClientId: 'client',
    });
  });

  it('is read again, after random waits, where many instances start together and Cognito throttles', async () => {
    const answer = { UserPoolClient: { ClientSecret: 'key' } };
    pool.on(DescribeUserPoolClientCommand).rejectsOnce(throttled).rejectsOnce(throttled).resolves(answer);

    expect(await clientSecret('pool', 'client').plain()).toBe('key');
    expect(waits).toHaveBeenCalledTimes(2);
  });

  it('fails the request where it cannot be read, and is read again by the next', async () => {
    pool.on(DescribeUserPoolClientCommand).rejects(throttled);
    const secret = clientSecret('pool', 'client');

    await expect(secret.plain()).rejects.toMatchObject({ name: 'TooManyRequestsException' });
    pool.on(DescribeUserPoolClientCommand).rejects(failure('AccessDeniedException'));
    await expect(secret.plain()).rejects.toMatchObject({ name: 'AccessDeniedException' });
    pool.on(DescribeUserPoolClientCommand).resolves({ UserPoolClient: {} });
    await expect(secret.hash('alice')).rejects.toThrow('has no secret');
    pool.on(DescribeUserPoolClientCommand).resolves({ UserPoolClient: { ClientSecret: 'key' } });

    expect(await secret.plain()).toBe('key');
  });
});
