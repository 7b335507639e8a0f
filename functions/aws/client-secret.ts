/**
 * The secret of the user pool's client. Cognito takes sign-ups, codes and refresh tokens from anyone who knows the
 * client's id, which every access token names. With a secret it takes them from the `accounts` function alone.
 */

import { createHmac } from 'node:crypto';
import { DescribeUserPoolClientCommand } from '@aws-sdk/client-cognito-identity-provider';
import { isThrottled } from '../core/throttled.ts';
import { systemClock } from './clock.ts';
import { cognito } from './cognito.ts';
import { readOnce } from './read-once.ts';

/**
 * Attempts to read the secret. The quota of reads is low (`UserPoolClientRead`), and a burst of cold starts meets it.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html
 */
const ATTEMPTS = 6;
/** The longest wait after the first attempt; it doubles with each. */
const BACKOFF_MS = 200;

export interface ClientSecret {
  plain(): Promise<string>;
  /**
   * Returns the secret hash for a user name, which is the name or address that the same request gives.
   * https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html
   */
  hash(username: string): Promise<string>;
}

/** The secret is read when it is first needed, once in an instance: it is in no template, variable or log. */
export function clientSecret(poolId: string, clientId: string): ClientSecret {
  const plain = readOnce(() => read(poolId, clientId));
  return {
    plain,
    async hash(username) {
      return createHmac('sha256', await plain())
        .update(username + clientId)
        .digest('base64');
    },
  };
}

async function read(UserPoolId: string, ClientId: string): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    try {
      const { UserPoolClient } = await cognito.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId }));
      if (!UserPoolClient?.ClientSecret) throw new Error('The client of the user pool has no secret.');
      return UserPoolClient.ClientSecret;
    } catch (error) {
      if (!isThrottled(error) || attempt === ATTEMPTS) throw error;
      // All of the wait is random, so that instances that started together do not ask together again.
      await systemClock.sleep(systemClock.random() * BACKOFF_MS * 2 ** (attempt - 1));
    }
  }
}
