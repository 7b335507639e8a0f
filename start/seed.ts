/** Makes two people to try things out with, by the same public routes that everybody uses. */

/** A sign-up is confirmed with the code that was mailed. */
interface Deployment {
  readonly apiUrl: string;
  mails(): readonly { readonly to: string; readonly code: string }[];
}

export const people = ['alice', 'bob'] as const;
export const PASSWORD = 'correct horse battery';

/** People who exist already stay as they are; one who was never confirmed is. */
export async function seed({ apiUrl, mails }: Deployment): Promise<void> {
  for (const username of people) {
    const email = `${username}@example.com`;
    const signUp = await post('/auth/sign-up', { username, email, password: PASSWORD });
    if (signUp === 409) await post('/auth/resend-code', { username });
    else if (signUp !== 202) throw new Error(`The sign-up of ${username} was answered with ${signUp}.`);

    const mail = mails().find(({ to }) => to === email);
    const confirmed = mail ? await post('/auth/confirm', { username, code: mail.code }) : undefined;
    if (signUp === 202 && confirmed !== 204)
      throw new Error(`${username} can not be confirmed: ${confirmed ?? 'no mail was sent'}.`);
  }

  async function post(path: string, body: object): Promise<number> {
    const { status } = await fetch(`${apiUrl}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return status;
  }
}
