/**
 * The access keys of functions, with which they sign. A function's key id is its logical id. Its secret derives from
 * one that is kept in the database, so what was signed before a restart is valid after it.
 */
import { createHmac, randomBytes } from 'node:crypto';
import type { Authorize } from '../aws/service.ts';
import type { KeyValueStore } from '../dynamodb/key-value-store.ts';
import type { AccessKey, FindAccessKey } from '../s3/authentication.ts';

/** The access key for a developer's own tools, and its secret. It allows everything. */
export const ADMINISTRATOR_ACCESS_KEY = 'local';

/** What the credentials of a role have besides their key pair. */
export const SESSION_TOKEN = 'local';

export interface AccessKeys {
  secretOf(functionId: string): string;
  readonly find: FindAccessKey;
}

const STORED_AS = 'root';
const ROOT_BYTES = 32;

/** @param authorize the permission check of each function, by the function's logical id */
export async function openAccessKeys(
  store: KeyValueStore,
  authorize: ReadonlyMap<string, Authorize>,
): Promise<AccessKeys> {
  let root = await store.get<string>(STORED_AS);
  if (root === undefined) {
    root = randomBytes(ROOT_BYTES).toString('base64');
    await store.put(STORED_AS, root);
  }
  const key = Buffer.from(root, 'base64');
  const secretOf = (functionId: string): string => createHmac('sha256', key).update(functionId).digest('base64url');
  const administrator: AccessKey = {
    secret: ADMINISTRATOR_ACCESS_KEY,
    sessionToken: undefined,
    isPublic: true,
    authorize: () => {},
  };
  return {
    secretOf,
    find: (accessKeyId) => {
      if (accessKeyId === ADMINISTRATOR_ACCESS_KEY) return administrator;
      const permissions = authorize.get(accessKeyId);
      return (
        permissions && {
          secret: secretOf(accessKeyId),
          sessionToken: SESSION_TOKEN,
          isPublic: false,
          authorize: permissions,
        }
      );
    },
  };
}
