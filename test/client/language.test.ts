/** Mails are written in the language that a client says. */
import { expect, it } from 'vitest';
import { createSession } from '#client/session.ts';

it('a session says its language in each call, where it knows it', async () => {
  const said: (string | null)[] = [];
  const environment = {
    async fetch(_url: string, { headers }: RequestInit): Promise<Response> {
      said.push(new Headers(headers).get('accept-language'));
      return new Response(null, { status: 202 });
    },
  };

  await createSession({ apiUrl: '', environment, language: () => 'tr' }).resendCode({ username: 'alice' });
  await createSession({ apiUrl: '', environment }).resendCode({ username: 'alice' });

  expect(said).toEqual(['tr', null]);
});
