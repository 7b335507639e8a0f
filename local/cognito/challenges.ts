/**
 * Challenges: sign-ins that proved the password and wait for a code. Each has a session that lives three minutes, as in
 * Cognito where a client does not say otherwise (`AuthSessionValidity`):
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html
 */
import { randomBytes } from 'node:crypto';

const VALIDITY_MS = 3 * 60_000;
const SESSION_BYTES = 32;

interface Challenge {
  readonly clientId: string;
  readonly sub: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

export type Challenges = ReturnType<typeof createChallenges>;

export function createChallenges(now: () => number) {
  const open = new Map<string, Challenge>();

  return {
    /** Opens a challenge. @returns its session */
    open(clientId: string, sub: string): string {
      for (const [session, { expiresAt }] of open) if (expiresAt <= now()) open.delete(session);
      const session = randomBytes(SESSION_BYTES).toString('base64url');
      open.set(session, { clientId, sub, expiresAt: now() + VALIDITY_MS });
      return session;
    },

    /** True while a session waits for the code of this account. */
    isOpen(session: string, clientId: string, sub: string): boolean {
      const challenge = open.get(session);
      return challenge?.clientId === clientId && challenge.sub === sub && challenge.expiresAt > now();
    },

    close: (session: string): void => void open.delete(session),
  };
}
