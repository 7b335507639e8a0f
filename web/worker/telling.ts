/** Shows what a push says, to the person who is signed in and to nobody else, and does what a tap on it asks for. */
import type { PushPayload } from '#contract/push.ts';
import {
  MARK_AS_READ,
  type NotificationTarget,
  type ShownNotification,
  isToldOf,
  messageWords,
  optionsOf,
  outdatedWords,
  sameOrLater,
  unknownWords,
  wordsOf,
} from '../src/text/notification.ts';
import { type QuietHours, isQuiet } from '../src/text/quiet-hours.ts';
import type { Account, Remaining } from './account.ts';

/** A push that took longer may be about something that was read or removed since. */
const LATE_MS = 2 * 60_000;

/** What telling needs of the browser. */
export interface TellingParts {
  readonly account: Account;
  /** Who is signed in, and when they want no sound. */
  readonly person: () => Promise<{ readonly username?: string | undefined; readonly quiet?: QuietHours | undefined }>;
  /** Returns the notifications in sight with this tag. */
  readonly shown: (tag: string) => Promise<readonly ShownNotification[]>;
  readonly show: (title: string, options: NotificationOptions) => Promise<void>;
  /** Ends the subscription of this browser. */
  readonly unsubscribe: () => Promise<unknown>;
  /** Shows a page at this address: an open one, or a new one. */
  readonly open: (path: string) => Promise<unknown>;
  readonly now: () => number;
}

/** @param text of the push; undefined where it carries none */
export async function onPush(text: string | undefined, parts: TellingParts): Promise<void> {
  const payload = payloadOf(text);
  const { username, quiet } = await parts.person();
  // The person who subscribed has left. The browser may show a line of its own for this push; no other one follows.
  if (username === undefined) return void (await parts.unsubscribe());
  // The subscription may be of the person who is signed in. Their page ends it if it is not.
  if (payload && payload.to !== username) return;
  if (!payload) return parts.show(unknownWords().title, optionsOf(unknownWords()));
  const words = wordsOf(payload);
  const before = sameOrLater(await parts.shown(words.tag), words);
  if (before) return showAgain(before, parts);
  const late = parts.now() - Date.parse(payload.at) > LATE_MS;
  const outdated = late && (await isOutdated(payload, words.target, parts.account));
  const shown = outdated ? { ...outdatedWords(), tag: words.tag } : words;
  const silent = outdated || isQuiet(quiet, new Date(parts.now()));
  await parts.show(shown.title, {
    ...optionsOf(shown),
    silent,
    timestamp: Date.parse(payload.at),
  } as NotificationOptions);
}

async function isOutdated(
  { kind, id, post }: PushPayload,
  target: NotificationTarget,
  account: Account,
): Promise<boolean> {
  if (id !== undefined) return account.isOutdated(target, id);
  return post !== undefined && account.isPostOutdated(target, kind, post.id);
}

/** A push has to show something, also where a page has shown it: the same once more, without a sound. */
function showAgain({ title, body, tag, data }: ShownNotification, { show }: TellingParts): Promise<void> {
  const options = optionsOf({ title, body, tag, target: data as NotificationTarget });
  const quietly = { silent: true, renotify: false };
  return show(title, { ...options, ...quietly });
}

/** @param action empty for the tap on the notification itself */
export async function onTap(target: NotificationTarget, action: string, parts: TellingParts): Promise<void> {
  if (action !== MARK_AS_READ) return void (await parts.open(target.path));
  let remaining: Remaining | undefined;
  try {
    remaining = await parts.account.markRead(target);
  } catch {
    // Where it cannot be marked from here, the page does it when it shows the conversation.
    return void (await parts.open(target.path));
  }
  if (remaining) await showRemaining(target, remaining, parts);
}

/**
 * Shows what came after the message that was marked as read, without a sound. The server has told nobody of it, since
 * they had not looked at that message, and tells them next when another comes.
 */
async function showRemaining(
  { to = '' }: NotificationTarget,
  { conversation, texts, about }: Remaining,
  { shown, show }: TellingParts,
): Promise<void> {
  if (!isToldOf(to, conversation, about)) return;
  const words = messageWords(to, conversation, texts);
  if (sameOrLater(await shown(words.tag), words)) return;
  await show(words.title, { ...optionsOf(words), silent: true });
}

function payloadOf(text: string | undefined): PushPayload | undefined {
  try {
    const payload = JSON.parse(text ?? '') as Partial<PushPayload> | null;
    const { kind, to, at } = payload ?? {};
    const isWhole = typeof kind === 'string' && typeof to === 'string' && typeof at === 'string';
    return isWhole ? (payload as PushPayload) : undefined;
  } catch {
    return undefined;
  }
}
