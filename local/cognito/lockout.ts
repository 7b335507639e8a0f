/**
 * Slows down the guessing of passwords as Cognito does: after five wrong passwords a name is locked for one second, and
 * twice as long after each further one, up to 15 minutes. Unknown names are locked in the same way, so that a lock does
 * not reveal whether an account exists.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flow-things-to-know.html
 */
import { ServiceError } from '../aws/service.ts';

const ATTEMPTS_BEFORE_LOCKOUT = 5;
const FIRST_LOCKOUT_MS = 1000;
const LOCKOUT_MAX_MS = 15 * 60_000;
/** With this many names in memory, those whose lockout is over are removed. */
const NAMES_MAX = 10_000;

export type Lockout = ReturnType<typeof createLockout>;

export function createLockout(now: () => number) {
  const failures = new Map<string, { times: number; last: number }>();

  const removeExpired = (): void => {
    for (const [name, { last }] of failures) if (now() - last >= LOCKOUT_MAX_MS) failures.delete(name);
  };

  return {
    /** @throws {ServiceError} NotAuthorizedException while the name is locked */
    check: (name: string): void => {
      const failed = failures.get(name);
      if (!failed) return;
      const elapsedMs = now() - failed.last;
      const lockoutMs =
        failed.times < ATTEMPTS_BEFORE_LOCKOUT
          ? 0
          : Math.min(FIRST_LOCKOUT_MS * 2 ** (failed.times - ATTEMPTS_BEFORE_LOCKOUT), LOCKOUT_MAX_MS);
      if (elapsedMs >= LOCKOUT_MAX_MS) failures.delete(name);
      else if (elapsedMs < lockoutMs) throw new ServiceError('NotAuthorizedException', 'Password attempts exceeded');
    },
    failed: (name: string): void => {
      if (failures.size >= NAMES_MAX) removeExpired();
      failures.set(name, { times: (failures.get(name)?.times ?? 0) + 1, last: now() });
    },
    succeeded: (name: string): void => void failures.delete(name),
  };
}
