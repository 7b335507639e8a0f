/**
 * Whether the time of an answer tells that there is such a person: sign-in, forgotten password and resent code, for known
 * and unknown names in turns. Where the medians are alike, it does not.
 */
import { call } from './http.ts';

/** Answers each median is of. */
const SAMPLES = 100;
const PASSWORD = 'correct horse battery';

/** Each with those people for whom it does most: a code is sent again to whoever has not confirmed their address. */
const asked = [
  { path: '/auth/sign-in', people: 'member', more: { password: 'not the password' } },
  { path: '/auth/forgot-password', people: 'member', more: {} },
  { path: '/auth/resend-code', people: 'newcomer', more: {} },
] as const;

interface Timing {
  readonly path: string;
  /** Medians in milliseconds. */
  readonly known: number;
  readonly unknown: number;
}

/** Every name is asked for once by each, so that no lock after wrong passwords and no limit on mails plays a part. */
export async function timeIdentity(siteUrl: string): Promise<Timing[]> {
  for (let index = 0; index < SAMPLES; index++) {
    await signUp(siteUrl, `newcomer-${index}`);
    await confirm(siteUrl, await signUp(siteUrl, `member-${index}`));
  }
  const timings: Timing[] = [];
  for (const { path, people, more } of asked) {
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
    timings.push({ path, known: median(known), unknown: median(unknown) });
  }
  return timings;
}

async function signUp(siteUrl: string, username: string): Promise<string> {
  await call('POST', `${siteUrl}/api/auth/sign-up`, {
    body: { username, email: `${username}@example.org`, password: PASSWORD },
  });
  return username;
}

async function confirm(siteUrl: string, username: string): Promise<void> {
  const mails = await call<{ to: string; code: string }[]>('GET', `${siteUrl}/_local/outbox`);
  const code = mails.find(({ to }) => to === `${username}@example.org`)?.code;
  await call('POST', `${siteUrl}/api/auth/confirm`, { body: { username, code } });
}

/** A wrong password is answered 401. */
function expected(error: unknown): void {
  if (!(error instanceof Error && error.message.includes('was answered 401'))) throw error;
}

const median = (times: readonly number[]): number =>
  times.toSorted((one, other) => one - other)[Math.floor(times.length / 2)] ?? Number.NaN;
