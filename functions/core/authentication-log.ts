/** The log of authentication: one line for each outcome, with who and from where, and no name, address or secret. */

import { hashedName } from './attempts.ts';
import type { Keys } from './keys.ts';

export interface Outcome {
  /** The gateway's request id, which its access log has too. */
  readonly id: string;
  /** What was asked for: `signIn`. */
  readonly operation: string;
  /** `ok`, or the code of the refusal. */
  readonly outcome: string;
  /** The user name, or what was typed as one. It may be an address, or a password. */
  readonly who: string | undefined;
  /** Milliseconds. */
  readonly ms: number;
  /** Returns the address that the request came from, as far as that can be believed. */
  source(): Promise<string>;
}

export interface OutcomeServices {
  readonly keys: Keys;
  /** Writes a line of the log. */
  writeOutcome(line: object): void;
  countFailedSignIn(): void;
}

/** Outcomes of a sign-in by which somebody may be guessing. */
const GUESSES = new Set(['wrong-credentials', 'wrong-code', 'too-many-requests']);

/** Logs an outcome. It never fails what it reports: without the secrets, the line is without who and from where. */
export async function reportOutcome(services: OutcomeServices, given: Outcome): Promise<void> {
  const { keys, writeOutcome, countFailedSignIn } = services;
  const { id, operation, outcome, ms } = given;
  const [who, from] = await Promise.all([
    given.who === undefined ? undefined : hashedName(keys, given.who.toLowerCase()).catch(() => undefined),
    given.source().catch(() => undefined),
  ]);
  writeOutcome({ id, operation, outcome, who, from, ms });
  if (operation === 'signIn' && GUESSES.has(outcome)) countFailedSignIn();
}
