/**
 * Slows down the guessing of passwords as Cognito does: after five wrong ones a name is locked for a second, and twice as
 * long after each further one, up to a quarter of an hour. Unknown names are locked alike, so that a lock tells nothing.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flow-things-to-know.html
 */
import { ServiceError } from '../aws/service.ts';

const FREE_TRIES = 5;
const LONGEST_LOCK = 15 * 60_000;
/** Names remembered before those whose lock is long over are forgotten. */
const MANY_NAMES = 10_000;

export type Lockout = ReturnType<typeof createLockout>;

export function createLockout(now: () => number) {
  const failures = new Map<string, { times: number; last: number }>();

  const forgetOld = (): void => {
    for (const [name, { last }] of failures) if (now() - last >= LONGEST_LOCK) failures.delete(name);
  };

  return {
    /** @throws {ServiceError} NotAuthorizedException, while the name is locked */
    check: (name: string): void => {
      const failed = failures.get(name);
      if (!failed) return;
      const since = now() - failed.last;
      const lock = failed.times < FREE_TRIES ? 0 : Math.min(1000 * 2 ** (failed.times - FREE_TRIES), LONGEST_LOCK);
      if (since >= LONGEST_LOCK) failures.delete(name);
      else if (since < lock) throw new ServiceError('NotAuthorizedException', 'Password attempts exceeded');
    },
    failed: (name: string): void => {
      if (failures.size >= MANY_NAMES) forgetOld();
      failures.set(name, { times: (failures.get(name)?.times ?? 0) + 1, last: now() });
    },
    succeeded: (name: string): void => void failures.delete(name),
  };
}
