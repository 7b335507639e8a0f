/**
 * What an open page does to be noticed: notifications of what arrives, one for each person or post, which are closed
 * once it is read; a sound, if wanted; and the count on the icons of app and tab. It is loaded once the messenger is
 * idle.
 */
import type { InboxRow, Mailbox } from '#client/mailbox.ts';
import type { Session } from '#client/session.ts';
import { setFavicon } from '../browser/favicon.ts';
import { closeNotifications, isAllowed, showNotification } from '../browser/push.ts';
import { playTone } from '../browser/sound.ts';
import {
  type NotificationTarget,
  type NotificationWords,
  type ShownNotification,
  isInFront,
  isToldOf,
  messageTag,
  messageWords,
  optionsOf,
  sameOrLater,
} from '../text/notification.ts';
import { isQuiet } from '../text/quiet-hours.ts';
import { type Heard, heardIn, isNewSince } from './heard.ts';
import { unreadCountOf } from './mailbox.ts';
import { type NotificationSettings, notificationSettings, renew } from './notifications.ts';
import { type OutcomeSubject, startOutcomeNotices } from './outcome-notices.ts';

/** Messages that arrive within this time are told together; what is read within it is not told. */
const INTERVAL_MS = 1_000;

interface Given {
  readonly session: Session;
  readonly mailbox: Mailbox;
  readonly me: string;
  /** Goes to an address of the page, after a tap on a notification. */
  readonly navigate: (path: string) => void;
}

/** @returns stop */
export function startNotifier({ session, mailbox, me, navigate }: Given): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let heard: Heard | undefined;
  let badge = -1;

  const look = (): void => {
    timer = undefined;
    const { state } = mailbox;
    if (!state.inboxLoaded) return;
    const before = heard;
    heard = heardIn(state.inbox);
    const unread = unreadCountOf(state);
    if (unread !== badge) setBadge((badge = unread));
    if (!isAllowed()) return;
    closeNotifications(isReadIn(state.inbox)).catch(() => undefined);
    const { on, texts, about, quiet } = notificationSettings(me);
    if (!before || !on || isQuiet(quiet, new Date())) return;
    for (const row of toTell(state.inbox, before, { me, about, front: frontPeer() }))
      show(me, messageWords(me, row, texts)).catch(() => undefined);
  };
  const tellOutcome = (subject: OutcomeSubject, words: NotificationWords): void => {
    const { on, texts, about, outcomes, quiet } = notificationSettings(me);
    const isWanted = subject === 'outcomes' ? outcomes : about[subject];
    if (!on || !isAllowed() || !isWanted || isQuiet(quiet, new Date()) || isInFront(words.tag, frontAddress())) return;
    // The body is the title of a post.
    show(me, texts ? words : { ...words, body: '' }).catch(() => undefined);
  };
  const closeWhatIsInFront = (): void => {
    const address = frontAddress();
    if (isAllowed() && address !== '') closeNotifications(({ tag }) => isInFront(tag, address)).catch(() => undefined);
  };
  const unsubscribe = mailbox.subscribe(() => {
    timer ??= setTimeout(look, INTERVAL_MS);
  });
  const onMessage = ({ data, ports: [worker] }: MessageEvent<unknown>): void => {
    const { open } = (data ?? {}) as { readonly open?: unknown };
    if (typeof open !== 'string') return;
    navigate(open);
    // Without an answer, the worker loads this page again.
    worker?.postMessage(true);
  };
  navigator.serviceWorker?.addEventListener('message', onMessage);
  const stopOutcomes = startOutcomeNotices({ session, mailbox, me, tell: tellOutcome });
  for (const type of ADDRESS_EVENTS) window.addEventListener(type, closeWhatIsInFront);
  look();
  closeWhatIsInFront();
  // An open page tells all the same.
  renew(session).catch(() => undefined);

  return () => {
    unsubscribe();
    stopOutcomes();
    for (const type of ADDRESS_EVENTS) window.removeEventListener(type, closeWhatIsInFront);
    setBadge(0);
    clearTimeout(timer);
    navigator.serviceWorker?.removeEventListener('message', onMessage);
  };
}

interface Listener {
  readonly me: string;
  readonly about: NotificationSettings['about'];
  /** The peer of the conversation in front. */
  readonly front: string | undefined;
}

/** Returns the conversations to tell of: new for me, of what I want to hear, and not in front. */
export function toTell(inbox: readonly InboxRow[], before: Heard, { me, about, front }: Listener): readonly InboxRow[] {
  return inbox.filter((row) => isToldOf(me, row, about) && row.peer !== front && isNewSince(before, row));
}

/**
 * Returns a test of notifications: true of those whose message is read. A push may tell of a message that this page
 * has not heard of yet.
 */
export function isReadIn(inbox: readonly InboxRow[]): (notification: ShownNotification) => boolean {
  const readSeqs = new Map(inbox.flatMap((row) => (row.unread === 0 ? [[messageTag(row.peer), row.lastSeq]] : [])));
  return ({ tag, data }) => {
    const { seq = 0 } = (data ?? {}) as Partial<NotificationTarget>;
    const lastSeq = readSeqs.get(tag);
    return lastSeq !== undefined && seq <= lastSeq;
  };
}

/** When what somebody looks at may have changed. The router tells of its own navigations by events of the window. */
const ADDRESS_EVENTS = ['pushState', 'replaceState', 'popstate', 'focus'];

/** Returns the address that somebody looks at now; empty if nobody does. */
const frontAddress = (): string =>
  document.visibilityState === 'visible' && document.hasFocus() ? location.pathname + location.search : '';

/** Returns with whom the conversation is that somebody looks at now. */
const frontPeer = (): string | undefined => /^\/conversations\/([a-z0-9_-]+)/.exec(frontAddress())?.[1];

/** Shows what is not said already; with a sound, if wanted, in the one tab that shows it. */
async function show(me: string, words: NotificationWords): Promise<void> {
  const options = { ...optionsOf(words), tag: words.tag };
  const isShown = await showNotification(words.title, options, (shown) => sameOrLater(shown, words) !== undefined);
  if (isShown && notificationSettings(me).sound) await playTone();
}

/** The tab has a count on its icon, and so does an installed page. */
function setBadge(count: number): void {
  setFavicon(count).catch(() => undefined);
  const set = count > 0 ? navigator.setAppBadge?.(count) : navigator.clearAppBadge?.();
  set?.catch(() => undefined);
}
