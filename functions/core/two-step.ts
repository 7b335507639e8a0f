/**
 * Two-step sign-in: a code of an authenticator app besides the password. The user pool keeps the app's secret and asks
 * for its codes. A session that gave one is marked, so that administrators' routes know it.
 */

import { Refusal } from '#contract/refusal.ts';
import type { Challenge, Tokens } from './account.ts';
import { countCode } from './limits.ts';
import type { Accounts, Connections, Counters } from './ports.ts';
import { retry } from './retry.ts';
import { endAllSessions, type EndAllServices } from './sessions.ts';

export interface CodeServices {
  readonly accounts: Pick<Accounts, 'signIn' | 'answerChallenge'>;
  readonly connections: Pick<Connections, 'markSecondFactor'>;
  readonly counters: Counters;
  readonly clock: EndAllServices['clock'];
}

export interface TwoStepServices extends EndAllServices {
  readonly accounts: CodeServices['accounts'] &
    Pick<
      Accounts,
      'find' | 'revoke' | 'signOutEverywhere' | 'startSecondFactor' | 'verifySecondFactor' | 'setSecondFactor'
    >;
  readonly connections: EndAllServices['connections'] & CodeServices['connections'];
  readonly counters: Counters;
}

/** Refuses a sign-in without the code that it needs. */
export class CodeNeeded extends Refusal {
  readonly challenge: Challenge;

  constructor(challenge: Challenge) {
    super('code-needed', 'Enter the code that your authenticator app shows.');
    this.challenge = challenge;
  }
}

/**
 * Signs a person in.
 * @param name a user name or an e-mail address
 * @param code left alone where two-step sign-in is off
 * @throws {Refusal} `wrong-credentials`, `unconfirmed`, `code-needed`, `wrong-code`, `too-many-requests`
 */
export async function signInWithCode(
  { accounts, connections, counters, clock }: CodeServices,
  name: string,
  password: string,
  code: string | undefined,
): Promise<Tokens> {
  try {
    return await accounts.signIn(name, password);
  } catch (error) {
    if (!(error instanceof CodeNeeded) || code === undefined) throw error;
    const { challenge } = error;
    await countCode(counters, challenge.username, clock.now());
    const tokens = await accounts.answerChallenge(challenge, code);
    await retry(clock, () => connections.markSecondFactor(tokens.username, tokens.session, clock.now()));
    return { ...tokens, secondFactor: true };
  }
}

/** Begins the setup. @returns the secret for the app @throws {Refusal} `two-step-on` */
export async function startTwoStep(
  { accounts }: Pick<TwoStepServices, 'accounts'>,
  username: string,
  accessToken: string,
): Promise<string> {
  if ((await accounts.find(username)).secondFactor) throw alreadyOn();
  return accounts.startSecondFactor(accessToken);
}

/**
 * Turns two-step sign-in on. This takes the password, so that a stolen cookie is not enough. A stolen access token is,
 * at Cognito itself: it carries the scope that `SetUserMFAPreference` takes.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUserMFAPreference.html
 *
 * Every session ends after the factor is on, so that no sign-in between the two keeps a session that was made without a
 * code. No new one starts, since a code works once.
 * @throws {Refusal} `two-step-on`, `wrong-credentials`, `wrong-code`, `too-many-requests`
 * @throws where the factor may be on already and sessions may not have ended
 */
export async function turnOnTwoStep(
  services: TwoStepServices,
  username: string,
  { accessToken, password, code }: { readonly accessToken: string; readonly password: string; readonly code: string },
): Promise<void> {
  const { accounts, counters, clock } = services;
  const proof = await withoutCode(accounts, username, password);
  try {
    await countCode(counters, username, clock.now());
    await accounts.verifySecondFactor(accessToken, code);
  } catch (error) {
    if (proof.refreshToken !== undefined) await accounts.revoke(proof.refreshToken);
    throw error;
  }
  await retry(clock, () => accounts.setSecondFactor(username, true));
  await endAllSessions(services, username);
}

/** Turns two-step sign-in off. @throws {Refusal} `wrong-credentials`, `wrong-code`, `too-many-requests` */
export async function turnOffTwoStep(
  services: TwoStepServices,
  username: string,
  password: string,
  code: string,
): Promise<void> {
  const { accounts } = services;
  const proof = await signInWithCode(services, username, password, code);
  try {
    if (proof.secondFactor) await accounts.setSecondFactor(username, false);
  } finally {
    if (proof.refreshToken !== undefined) await accounts.revoke(proof.refreshToken);
  }
}

async function withoutCode(accounts: Pick<Accounts, 'signIn'>, username: string, password: string): Promise<Tokens> {
  try {
    return await accounts.signIn(username, password);
  } catch (error) {
    throw error instanceof CodeNeeded ? alreadyOn() : error;
  }
}

const alreadyOn = (): Refusal =>
  new Refusal('two-step-on', 'Two-step sign-in is on already. To use another app, turn it off first.');
