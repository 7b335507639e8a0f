/** Mails of accounts, from the route to the outbox: what they say, and how many there are. */

import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Cloud } from '#local/cloud.ts';
import { startTestCloud } from '../support/cloud.ts';
import { type Resources, assemblyWith } from '../support/edited-assembly.ts';
import { PASSWORD, newName } from './people.ts';

/** Requests for mails that one network may make in an hour. */
const MAILS_PER_HOUR = 12;

let cloud: Cloud;

/** What the setting `mailFrom` changes. */
function sendBySes(resources: Resources): void {
  for (const { Type, Properties } of Object.values(resources)) {
    if (Type !== 'AWS::Cognito::UserPool') continue;
    const { PreSignUp } = Properties['LambdaConfig'] as { PreSignUp: unknown };
    Object.assign(Properties['LambdaConfig'] as object, { CustomMessage: PreSignUp });
    Properties['EmailConfiguration'] = { EmailSendingAccount: 'DEVELOPER' };
  }
}

const post = (path: string, body: object, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${cloud.apiUrl}/auth/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
const signUp = (username: string, email: string): Promise<Response> =>
  post('sign-up', { username, email, password: PASSWORD });
const mailsTo = (address: string) => cloud.mails().filter(({ to }) => to === address);

beforeAll(async () => {
  cloud = await startTestCloud({ assembly: await assemblyWith({ MAILS_PER_HOUR: `${MAILS_PER_HOUR}` }, sendBySes) });
});
afterAll(() => cloud.close());

it('each mail says what it is for, and the owner of an address learns that somebody signed up with it', async () => {
  const [ann, mallory] = [newName('ann'), newName('mal')];
  const address = `${ann}@example.com`;

  await signUp(ann, address);
  const confirmed = await post('confirm', { username: ann, code: mailsTo(address)[0]?.code });
  await post('forgot-password', { username: ann });
  const other = await signUp(mallory, address);
  await post('resend-code', { username: mallory });
  const stolen = await post('confirm', { username: mallory, code: mailsTo(address)[0]?.code });

  expect([confirmed.status, other.status, stolen.status]).toEqual([204, 202, 400]);
  expect(mailsTo(address).map(({ subject }) => subject.replace(' at the message center', ''))).toEqual([
    'Somebody signed up with your address',
    'Somebody signed up with your address',
    'Your code for a new password',
    'Your code for a new account',
  ]);
  expect(mailsTo(address)[0]?.text).toContain(`(${mallory})`);
});

it('each mail is in the language of the page that requests it, and has nothing else of what was sent', async () => {
  const cem = newName('cem');
  const address = `${cem}@example.com`;
  const turkish = { 'accept-language': 'tr' };

  await post('sign-up', { username: cem, email: address, password: PASSWORD }, turkish);
  await post('resend-code', { username: cem }, turkish);
  await post('confirm', { username: cem, code: mailsTo(address)[0]?.code });
  await post('forgot-password', { username: cem }, { 'accept-language': 'tr-TR,tr;q=0.9,en;q=0.8' });
  await post('forgot-password', { username: cem }, { 'accept-language': 'tr"><img src=//evil.example>' });

  expect(mailsTo(address).map(({ subject }) => subject)).toEqual([
    'Your code for a new password at the message center',
    'Message Center: yeni parolan için kodun',
    'Message Center: yeni hesabın için kodun',
    'Message Center: yeni hesabın için kodun',
  ]);
  expect(mailsTo(address)[1]?.text).toContain('kimseye söyleme');
  expect(JSON.stringify(mailsTo(address))).not.toContain('evil');
});

it('a network is refused once it requested many, and no header makes it another network', async () => {
  const statuses: number[] = [];
  // In the worst case the hour ends after the last of them.
  for (let i = 0; i < 2 * MAILS_PER_HOUR; i++) {
    const forged = { 'x-forwarded-for': `203.0.113.${i}`, 'x-distribution-proof': 'guessed' };
    statuses.push((await post('forgot-password', { username: newName('nobody') }, forged)).status);
  }
  const username = newName('new');
  const body = { username, email: `${username}@example.com`, password: PASSWORD };
  const refused = await Promise.all([
    post('sign-up', body),
    post('resend-code', { username }),
    post('forgot-password', { username }),
  ]);

  expect(statuses[0]).toBe(202);
  expect(refused.map(({ status }) => status)).toEqual([429, 429, 429]);
  for (const { headers } of refused) expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  expect(mailsTo(body.email)).toEqual([]);
});
