/** Finds out where the API is, and takes up the session that this browser had before. */
import { NetworkError } from '#client/problem.ts';
import { type Session, createSession } from '#client/session.ts';
import { wantedLanguage } from './browser/language.ts';
import { tellWorker } from './browser/signed-in.ts';
import { deviceStorage } from './browser/storage.ts';
import { readConfig, rememberedConfig } from './state/config.ts';
import { tabName } from './state/tabs.ts';

export interface Bootstrapped {
  readonly session: Session;
  readonly webSocketUrl: string;
}

/**
 * Who is signed in, in the browser's storage. Scripts cannot see the refresh cookie; without this mark every newcomer
 * would wait for a refresh that is refused.
 */
const SIGNED_IN_KEY = 'signed-in';
/** What earlier versions of the page wrote in place of the name. */
const SOMEBODY = 'yes';

/** True if somebody was signed in when the page was here last. */
export const wasSignedIn = (): boolean => deviceStorage.read(SIGNED_IN_KEY) !== undefined;

/**
 * Without a network, the page starts from what this browser remembers: where the API is, and who is signed in. That
 * proves nothing. It opens what lies in this browser anyway: drafts, and what waits to be sent.
 * @throws without a network, if nobody was signed in here; or if the deployment of the site is incomplete
 */
export async function bootstrap(): Promise<Bootstrapped> {
  // Before anything that takes time: other tabs wait a while for a tab that is being reloaded, and then take over what
  // it has left.
  if (wasSignedIn()) void tabName();
  const { apiUrl, webSocketUrl } = await readConfig().catch((reason: unknown) => {
    const remembered = wasSignedIn() ? rememberedConfig() : undefined;
    if (!remembered) throw reason;
    return remembered;
  });
  const session = createSession({ apiUrl, language: wantedLanguage });
  /** Who was signed in, as this tab knows it. */
  let before = deviceStorage.read(SIGNED_IN_KEY);
  // Where no mark can be kept, only the server knows.
  if (wasSignedIn() || !deviceStorage.lasts())
    await session.refresh().catch((reason: unknown) => assumePerson(session, reason));
  const remember = (): void => {
    const { username } = session;
    const marked = deviceStorage.read(SIGNED_IN_KEY);
    // Somebody else has signed in in another tab, which ended the session of this one: the mark is theirs.
    const isTheirs = username === undefined && marked !== undefined && marked !== before;
    before = username;
    if (isTheirs) return;
    // A session may also end by itself. The module is loaded only where somebody has left.
    if (username === undefined && wasSignedIn()) closeAllNotifications().catch(() => undefined);
    if (username === undefined) deviceStorage.remove(SIGNED_IN_KEY);
    else deviceStorage.write(SIGNED_IN_KEY, username);
    // Where the browser keeps nothing, it has no notifications to show either.
    tellWorker(username, wantedLanguage()).catch(() => undefined);
  };
  remember();
  session.subscribe(() => {
    if (session.username !== before) remember();
  });
  return { session, webSocketUrl };
}

async function closeAllNotifications(): Promise<void> {
  const { closeNotifications } = await import('./browser/push.ts');
  await closeNotifications(() => true);
}

/** @throws {unknown} the reason, where it is another than the network, or nobody is known by name */
function assumePerson(session: Session, reason: unknown): void {
  const person = deviceStorage.read(SIGNED_IN_KEY);
  if (!(reason instanceof NetworkError) || person === undefined || person === SOMEBODY) throw reason;
  session.assume(person);
}
