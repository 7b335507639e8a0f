/** The page is opened: by the headless client, as the page does it, and its further requests at the start. */
import { WebSocket } from 'ws';
import { createCookieFetch } from '#client/cookie-fetch.ts';
import { createMailbox } from '#client/create-mailbox.ts';
import { createSession, type Session } from '#client/session.ts';
import { getMe, listUsers } from '#contract/routes/users.ts';
import { PASSWORD } from '../constants.ts';
import type { Stage } from './stage.ts';

/** People who open the page. */
const OPENERS = 20;

/** In an inbox of two conversations; the one that is opened has more than a page of messages. */
export async function openPage({ cloud, people, measure }: Stage): Promise<void> {
  const openers = people.slice(0, OPENERS).map(({ username }) => ({ username, session: newSession(cloud.apiUrl) }));
  await measure('signIn', OPENERS, async () => {
    for (const { username, session } of openers) await session.signIn({ username, password: PASSWORD });
  });
  await measure('openPage', OPENERS, async () => {
    for (const [index, { session }] of openers.entries())
      await open(session, cloud.webSocketUrl, people[index + 1]?.username ?? '');
  });
}

const newSession = (apiUrl: string): Session => createSession({ apiUrl, environment: { fetch: createCookieFetch() } });

/** Opens the page and a conversation, and leaves. */
async function open(session: Session, webSocketUrl: string, peer: string): Promise<void> {
  await session.refresh();
  const mailbox = createMailbox({ session, webSocketUrl, environment: { WebSocket } });
  await Promise.all([session.call(getMe, {}), session.call(listUsers, { query: {} })]);
  await mailbox.open(peer);
  await new Promise<void>((resolve) => {
    const look = (): void => void (mailbox.state.connection === 'ready' && resolve());
    mailbox.subscribe(look);
    look();
  });
  mailbox.close();
}
