/**
 * Measures whether response times show that an account exists: sign-in, forgotten password and resent code, in turns
 * for known and unknown names. If the medians are alike, they do not.
 */
import { emailOf, PASSWORD } from './constants.ts';
import { call } from './http.ts';
import { counting, progress } from './progress.ts';
import { createTable, digits } from './table.ts';

/** The number of requests behind each median. */
const SAMPLES = 100;

/** Each request with the people for whom it does the most: only a person who has not confirmed gets another code. */
const asked = [
  { path: '/auth/sign-in', people: 'member', more: { password: 'not the password' } },
  { path: '/auth/forgot-password', people: 'member', more: {} },
  { path: '/auth/resend-code', people: 'newcomer', more: {} },
] as const;

interface Timing {
  readonly path: string;
  /** Medians. */
  readonly knownMs: number;
  readonly unknownMs: number;
}

/**
 * Each request names another person, so that neither the lockout after wrong passwords nor the mail limit interferes.
 */
export async function timeIdentity(siteUrl: string): Promise<Timing[]> {
  progress(`Signing up ${2 * SAMPLES} people …`);
  const signedUp = counting('signed up', SAMPLES);
  for (let index = 0; index < SAMPLES; index++) {
    await signUp(siteUrl, `newcomer-${index}`);
    await confirm(siteUrl, await signUp(siteUrl, `member-${index}`));
    signedUp(index + 1);
  }
  const timings: Timing[] = [];
  for (const { path, people, more } of asked) {
    progress(`Timing ${path} …`);
    const known: number[] = [];
    const unknown: number[] = [];
    const time = async (username: string): Promise<number> => {
      const start = performance.now();
      await call('POST', `${siteUrl}/api${path}`, { body: { username, ...more } }).catch(expected);
      return performance.now() - start;
    };
    for (let index = 0; index < SAMPLES; index++) {
      known.push(await time(`${people}-${index}`));
      unknown.push(await time(`stranger-${index}`));
    }
    timings.push({ path, knownMs: median(known), unknownMs: median(unknown) });
  }
  return timings;
}

export function printIdentity(timings: readonly Timing[]): void {
  const table = createTable(24);
  console.log(table('medians', ['known ms', 'unknown ms', 'ratio']));
  for (const { path, knownMs, unknownMs } of timings)
    console.log(table(path, [digits(knownMs), digits(unknownMs), (knownMs / unknownMs).toFixed(2)]));
}

async function signUp(siteUrl: string, username: string): Promise<string> {
  await call('POST', `${siteUrl}/api/auth/sign-up`, {
    body: { username, email: emailOf(username), password: PASSWORD },
  });
  return username;
}

async function confirm(siteUrl: string, username: string): Promise<void> {
  const mails = await call<{ to: string; code: string }[]>('GET', `${siteUrl}/_local/outbox`);
  const code = mails.find(({ to }) => to === emailOf(username))?.code;
  await call('POST', `${siteUrl}/api/auth/confirm`, { body: { username, code } });
}

/** Ignores the 401 that a wrong password gets. */
function expected(error: unknown): void {
  if (!(error instanceof Error && error.message.includes('was answered 401'))) throw error;
}

const median = (times: readonly number[]): number =>
  times.toSorted((one, other) => one - other)[Math.floor(times.length / 2)] ?? Number.NaN;
