/** The keys that derive from the root secret. */

import { type Keys, deriveKey } from '../core/keys.ts';
import { secret } from './secrets.ts';

/** The secret is read when the first key is needed. @param arn of the root secret */
export function derivedKeys(arn: string): Keys {
  const root = secret(arn);
  return async (purpose) => deriveKey(await root(), purpose);
}
