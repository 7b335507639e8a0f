/**
 * The secrets of clients. They are generated at the first start and kept in the data folder, as the signing keys are.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { ServiceError } from '../aws/service.ts';
import type { KeyValueStore } from '../dynamodb/key-value-store.ts';
import type { ClientSettings } from './settings.ts';

/** Cognito's secrets have up to 64 characters of `[\w+]`. */
const SECRET_BYTES = 25;

/** Returns the secret of a client; undefined if the template gives it none. */
export async function openSecret(store: KeyValueStore, client: ClientSettings): Promise<string | undefined> {
  if (!client.generatesSecret) return undefined;
  const key = `secret/${client.id}`;
  const stored = await store.get<string>(key);
  if (stored !== undefined) return stored;
  const secret = randomBytes(SECRET_BYTES).toString('hex');
  await store.put(key, secret);
  return secret;
}

/**
 * Checks the hash of an operation that names a user.
 * @param username the name as the request gives it: also an address, and in the request's own case
 * @throws {ServiceError} NotAuthorizedException
 */
export function checkSecretHash(
  { id }: ClientSettings,
  secret: string | undefined,
  username: string,
  given: unknown,
): void {
  if (secret === undefined) return;
  if (typeof given !== 'string' || given === '')
    throw unauthorized(`Client ${id} is configured with secret but SECRET_HASH was not received`);
  const hash = createHmac('sha256', secret)
    .update(username + id)
    .digest('base64');
  if (!isEqual(hash, given)) throw unauthorized(`Unable to verify secret hash for client ${id}`);
}

/**
 * Checks the secret itself, which operations on refresh tokens take.
 * @throws {ServiceError} NotAuthorizedException
 */
export function checkSecret({ id }: ClientSettings, secret: string | undefined, given: unknown): void {
  if (secret !== undefined && !(typeof given === 'string' && isEqual(secret, given)))
    throw unauthorized(`Unable to verify secret for client ${id}`);
}

const unauthorized = (message: string): ServiceError => new ServiceError('NotAuthorizedException', message);

const isEqual = (one: string, other: string): boolean =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
