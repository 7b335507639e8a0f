/** Signs up two people to try things out with, through the same public routes that everybody uses. */
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cloud } from '#local/cloud.ts';
import type { Settings } from './settings.ts';

export const people = ['alice', 'bob'] as const;
export const PASSWORD = 'correct horse battery';

/**
 * Signs the people up unless that was done on this data before: people who were deleted do not come back at the next
 * start.
 * @param progress told when there is something to do
 */
export async function seedOnce(
  { seed: wanted, dataDir }: Settings,
  cloud: Cloud,
  progress: (step: string) => void,
): Promise<void> {
  const done = join(dataDir, 'seeded');
  if (!wanted || existsSync(done)) return;
  progress(`Signing up ${people.join(' and ')} …`);
  for (const username of people) await signUp(cloud, username);
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
    const { status } = await fetch(`${apiUrl}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return status;
  }
}
