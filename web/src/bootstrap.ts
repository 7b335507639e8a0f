/** Where the API is, and who was signed in here before. */
import { type Session, createSession } from '#client/session.ts';

export interface Started {
  readonly session: Session;
  readonly webSocketUrl: string;
}

/**
 * Set in the browser's storage while somebody is signed in here. The refresh cookie is hidden from scripts; without this sign
 * every newcomer would wait for a refusal.
 */
const SIGNED_IN = 'signed-in';

/** Rejects when there is no network, or when the site is not deployed whole. */
export async function start(): Promise<Started> {
  const response = await fetch('/config.json');
  if (!response.ok) throw new Error(`/config.json answered ${response.status}`);
  const { apiUrl, webSocketUrl } = (await response.json()) as { apiUrl: string; webSocketUrl: string };
  const session = createSession({ apiUrl });
  if (localStorage.getItem(SIGNED_IN)) await session.refresh();
  const remember = (): void => {
    if (session.username === undefined) localStorage.removeItem(SIGNED_IN);
    else localStorage.setItem(SIGNED_IN, 'yes');
  };
  remember();
  session.subscribe(remember);
  return { session, webSocketUrl };
}
