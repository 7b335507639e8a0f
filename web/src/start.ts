/** Where the API is, and who was signed in here before. */
import { createSession } from '../../client/session.ts';
import type { Session } from '../../client/session.ts';

export interface Started {
  readonly session: Session;
  readonly webSocketUrl: string;
}

/** Rejects when there is no network, or when the site is not deployed whole. */
export async function start(): Promise<Started> {
  const response = await fetch('/config.json');
  if (!response.ok) throw new Error(`/config.json answered ${response.status}`);
  const { apiUrl, webSocketUrl } = (await response.json()) as { apiUrl: string; webSocketUrl: string };
  const session = createSession({ apiUrl });
  await session.refresh();
  return { session, webSocketUrl };
}
