/**
 * Signs up people to try things out with, and lets them post, through the same public routes that everybody uses.
 */
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cloud } from '#local/cloud.ts';
import { clientIdOf, neighbors, seededPosts } from './seed-posts.ts';
import type { Settings } from './settings.ts';

/** The people whom the newcomer signs in as. */
export const people = ['alice', 'bob'] as const;
export const PASSWORD = 'correct horse battery';
const everybody = [...people, ...Object.keys(neighbors)];

/**
 * Signs the people up and publishes their posts, unless that was done on this data before: people who were deleted do
 * not come back at the next start.
 * @param progress told when there is something to do
 */
export async function seedOnce(
  { seed: wanted, dataDir }: Settings,
  cloud: Cloud,
  progress: (step: string) => void,
): Promise<void> {
  const done = join(dataDir, 'seeded');
  if (!wanted || existsSync(done)) return;
  progress(
    `Signing up ${people.join(', ')} and ${Object.keys(neighbors).length} neighbors, and publishing their posts …`,
  );
  await Promise.all(everybody.map((username) => signUp(cloud, username)));
  await publish(cloud);
  await writeFile(done, `${people.join('\n')}\n`);
}

/** An account that exists stays as it is, but for one that was never confirmed: it is confirmed with a new code. */
async function signUp({ apiUrl, mails }: Cloud, username: string): Promise<void> {
  const email = `${username}@example.com`;
  const signedUp = await post('/auth/sign-up', { username, email, password: PASSWORD });
  if (signedUp === 409) await post('/auth/resend-code', { username });
  else if (signedUp !== 202) throw new Error(`The sign-up of ${username} was answered with ${signedUp}.`);

  const mail = mails().find(({ to }) => to === email);
  const confirmed = mail ? await post('/auth/confirm', { username, code: mail.code }) : undefined;
  if (signedUp === 202 && confirmed !== 204)
    throw new Error(`${username} cannot be confirmed: ${confirmed ?? 'no mail was sent'}.`);

  async function post(path: string, body: object): Promise<number> {
    return (await send(apiUrl, 'POST', path, body)).status;
  }
}

/** People who were deleted before the seed was finished are left out. */
async function publish({ apiUrl }: Cloud): Promise<void> {
  const tokens = new Map<string, string>();
  const signIn = async (username: string): Promise<void> => {
    const answer = await send(apiUrl, 'POST', '/auth/sign-in', { username, password: PASSWORD });
    if (answer.ok) tokens.set(username, ((await answer.json()) as { accessToken: string }).accessToken);
  };
  await Promise.all(everybody.map(signIn));
  const named = Object.entries(neighbors).map(([username, displayName]) =>
    send(apiUrl, 'PATCH', '/me', { displayName }, tokens.get(username)),
  );
  await Promise.all(named);
  for (const [index, { owner, latitude, longitude, ...texts }] of seededPosts.entries()) {
    const token = tokens.get(owner);
    if (token === undefined) continue;
    const place = { latitude, longitude, blur: '600m' };
    const { status } = await send(apiUrl, 'POST', '/posts', { clientId: clientIdOf(index), ...texts, place }, token);
    // Limits may be set lower than this, and a post that was deleted meanwhile stays deleted.
    if (status === 400 || status >= 500) throw new Error(`A post of ${owner} was answered with ${status}.`);
  }
}

const send = (apiUrl: string, method: string, path: string, body: object, token?: string): Promise<Response> =>
  fetch(`${apiUrl}${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...(token !== undefined && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  });
