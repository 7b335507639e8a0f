/** What is carried out even if the page is closed at once. */

import { expect, it } from 'vitest';
import { createSession } from '#client/session.ts';
import { markRead } from '#contract/routes/conversations.ts';
import { editMessage } from '#contract/routes/messages.ts';
import { getMe } from '#contract/routes/users.ts';
import { virtualTime } from './virtual-time.ts';

/** Somebody who is signed in, where the server answers nothing more. */
async function given() {
  const kept: string[] = [];
  const environment = {
    ...virtualTime(),
    async fetch(url: string, { method, keepalive }: RequestInit): Promise<Response> {
      if (keepalive) kept.push(`${method} ${url}`);
      if (url === '/auth/sign-in') return Response.json({ accessToken: 'first', expiresIn: 600, username: 'alice' });
      return new Response(null, { status: 204 });
    },
  };
  const session = createSession({ apiUrl: '', environment });
  await session.signIn({ username: 'alice', password: 'correct horse battery' });
  kept.length = 0;
  return { session, kept };
}

it('signing out, and whatever else changes something', async () => {
  const { session, kept } = await given();

  await session.call(getMe, {}).catch(() => undefined);
  await session.call(markRead, { parameters: { peer: 'bob' }, body: { seq: 3 } });
  await session.signOut();

  expect(kept).toEqual(['POST /conversations/bob/read', 'POST /auth/sign-out']);
});

it('nothing long: browsers refuse what is too much together', async () => {
  const { session, kept } = await given();
  const edit = (body: string) => session.call(editMessage, { parameters: { id: 'bob-1' }, body: { body } });

  await edit('a'.repeat(2_000)).catch(() => undefined);
  expect(kept).toEqual([]);

  await edit('a'.repeat(900)).catch(() => undefined);
  expect(kept).toEqual(['PATCH /messages/bob-1']);
});
