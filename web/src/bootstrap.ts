/** Finds out where the API is, and takes up the session that this browser had before. */
import { type Session, createSession } from '#client/session.ts';
import { deviceStorage } from './browser/storage.ts';
import { readConfig } from './state/config.ts';

export interface Bootstrapped {
  readonly session: Session;
  readonly webSocketUrl: string;
}

/**
 * Set in the browser's storage while somebody is signed in. Scripts cannot see the refresh cookie; without this
 * mark every newcomer would wait for a refresh that is refused.
 */
const SIGNED_IN_KEY = 'signed-in';

/** True if somebody was signed in when the page was here last. */
export const wasSignedIn = (): boolean => deviceStorage.read(SIGNED_IN_KEY) !== undefined;

/** @throws without a network, or if the deployment of the site is incomplete */
export async function bootstrap(): Promise<Bootstrapped> {
  const { apiUrl, webSocketUrl } = await readConfig();
  const session = createSession({ apiUrl });
  if (wasSignedIn()) await session.refresh();
  const remember = (): void => {
    if (session.username === undefined) deviceStorage.remove(SIGNED_IN_KEY);
    else deviceStorage.write(SIGNED_IN_KEY, 'yes');
  };
  remember();
  session.subscribe(remember);
  return { session, webSocketUrl };
}
