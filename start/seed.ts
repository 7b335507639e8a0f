/**
 * Signs up people to try things out with, and lets them post and write, through the same public routes that everybody
 * uses.
 */
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cloud } from '#local/cloud.ts';
import { seededConversations } from './seed-messages.ts';
import { clientIdOf, neighbors, seededPosts } from './seed-posts.ts';
import type { Settings } from './settings.ts';

/** The people whom the newcomer signs in as. */
export const people = ['alice', 'bob'] as const;
export const PASSWORD = 'correct horse battery';
const everybody = [...people, ...Object.keys(neighbors)];

/**
 * Signs the people up, publishes their posts and sends their messages, unless that was done on this data before: people
 * who were deleted do not come back at the next start.
 * @param progress told when there is something to do
 */
export async function seedOnce(
  { seed: wanted, dataDir }: Settings,
  cloud: Cloud,
  progress: (step: string) => void,
): Promise<void> {
  const done = join(dataDir, 'seeded');
  if (!wanted || existsSync(done)) return;
  progress(`Signing up ${people.join(', ')} and ${Object.keys(neighbors).length} neighbors, who post and write …`);
  await Promise.all(everybody.map((username) => signUp(cloud, username)));
  const tokens = await signIn(cloud);
  const posts = await publish(cloud, tokens);
  await write(cloud, tokens, posts);
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

/** Access tokens by user name. People who were deleted before the seed was finished have none. */
type Tokens = ReadonlyMap<string, string>;

async function signIn({ apiUrl }: Cloud): Promise<Tokens> {
  const tokens = new Map<string, string>();
  const one = async (username: string): Promise<void> => {
    const answer = await send(apiUrl, 'POST', '/auth/sign-in', { username, password: PASSWORD });
    if (answer.ok) tokens.set(username, ((await answer.json()) as { accessToken: string }).accessToken);
  };
  await Promise.all(everybody.map(one));
  return tokens;
}

/** @returns the ids of the posts by title */
async function publish({ apiUrl }: Cloud, tokens: Tokens): Promise<ReadonlyMap<string, string>> {
  const named = Object.entries(neighbors).map(([username, displayName]) =>
    send(apiUrl, 'PATCH', '/me', { displayName }, tokens.get(username)),
  );
  await Promise.all(named);
  const ids = new Map<string, string>();
  for (const [index, { owner, latitude, longitude, ...texts }] of seededPosts.entries()) {
    const token = tokens.get(owner);
    if (token === undefined) continue;
    const post = { clientId: clientIdOf(index), ...texts, place: { latitude, longitude, blur: '600m' } };
    const answer = await send(apiUrl, 'POST', '/posts', post, token);
    refuseFailure(answer, `A post of ${owner}`);
    if (answer.ok) ids.set(texts.title, ((await answer.json()) as { id: string }).id);
  }
  return ids;
}

async function write({ apiUrl }: Cloud, tokens: Tokens, posts: ReadonlyMap<string, string>): Promise<void> {
  const converse = async (number: number): Promise<void> => {
    for (const [index, { sender, recipient, about = '', body }] of seededConversations[number]?.entries() ?? []) {
      const token = tokens.get(sender);
      if (token === undefined) return;
      const post = posts.get(about);
      const clientId = clientIdOf(100 * (number + 1) + index);
      const message = { recipient, body, clientId, after: 0, ...(post !== undefined && { post }) };
      refuseFailure(await send(apiUrl, 'POST', '/messages', message, token), `A message of ${sender}`);
    }
  };
  await Promise.all(seededConversations.map((_, number) => converse(number)));
}

/** Limits may be set lower than what is seeded, and what was deleted meanwhile stays deleted. */
function refuseFailure({ status }: Response, what: string): void {
  if (status === 400 || status >= 500) throw new Error(`${what} was answered with ${status}.`);
}

const send = (apiUrl: string, method: string, path: string, body: object, token?: string): Promise<Response> =>
  fetch(`${apiUrl}${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...(token !== undefined && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  });
