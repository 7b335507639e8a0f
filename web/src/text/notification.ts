/** What a notification says, where it leads, and which it takes the place of. The page and its worker say the same. */
import type { PushPayload } from '#contract/push.ts';
import type { Conversation, QuotedPost } from '#contract/schemas.ts';
import { notifications } from '../words/notifications.ts';

/** What a notification keeps for the moment of the tap. */
export interface NotificationTarget {
  /** Whose it is. */
  readonly to?: string;
  /** The address it leads to. */
  readonly path: string;
  /** The conversation that it is about, and the entry up to which *Mark as read* reads. */
  readonly peer?: string;
  readonly seq?: number;
}

export interface NotificationWords {
  readonly title: string;
  readonly body: string;
  /** One notification for each: a new one takes the place of the old. */
  readonly tag: string;
  readonly target: NotificationTarget;
}

/** The action of a notification, besides the tap on it. */
export const MARK_AS_READ = 'read';

export const messageTag = (peer: string): string => `message ${peer}`;
const conversationPath = (peer: string): string => `/conversations/${peer}`;
const postPath = (id: string): string => `/needs/${id}`;
/** The list where looking at it counts: until then, no other post is told for the same search. */
const FOR_YOU_PATH = '/needs?for-you=';

/** Returns the seq of a message by its id, `alice~bob.42`. */
const seqOf = (id: string): number => Number(id.slice(id.lastIndexOf('.') + 1));

const UNKNOWN_TAG = 'other';
const UNKNOWN_PATH = '/conversations';

/** For something that this version does not know. */
export const unknownWords = (): NotificationWords => ({
  title: 'Message Center',
  body: notifications.somethingNew,
  tag: UNKNOWN_TAG,
  target: { path: UNKNOWN_PATH },
});

/** For what was read or removed before its push came: a push has to show something. */
export const outdatedWords = (): NotificationWords => ({
  ...unknownWords(),
  body: notifications.outdated,
});

/** Returns what to show of a push. */
export function wordsOf({ kind, to, from, post, id, text = '', unread = 1, search }: PushPayload): NotificationWords {
  if (!from) return unknownWords();
  const { username: peer, displayName: name } = from;
  const target = { to, peer, path: conversationPath(peer), ...(id !== undefined && { seq: seqOf(id) }) };
  switch (kind) {
    case 'message':
      return {
        title: unread > 1 ? notifications.newMessagesFrom(unread, name) : notifications.newMessageFrom(name),
        body: text,
        tag: messageTag(peer),
        target,
      };
    case 'offer':
      return {
        title: notifications.wroteAboutYourPost(name),
        body: text || titleOf(post),
        tag: messageTag(peer),
        target,
      };
    case 'promise':
      return ofPost(notifications.acceptedYourOffer(name), 'promise', post, to);
    case 'thanks':
      return ofPost(notifications.thankedYou(name), 'thanks', post, to);
    case 'search':
      return {
        title: search?.name === undefined ? notifications.newPost : notifications.newPostFor(search.name),
        body: titleOf(post),
        tag: `search ${search?.id ?? ''}`,
        target: { to, path: FOR_YOU_PATH },
      };
    default:
      return unknownWords();
  }
}

const titleOf = (post: PushPayload['post']): string => post?.title ?? '';

function ofPost(title: string, kind: string, post: PushPayload['post'], to: string): NotificationWords {
  const path = post ? postPath(post.id) : UNKNOWN_PATH;
  return { title, body: titleOf(post), tag: `${kind} ${post?.id ?? ''}`, target: { to, path } };
}

/** What somebody wants to hear of messages on this device. */
export interface MessageSwitches {
  readonly messages: boolean;
  readonly offers: boolean;
}

/**
 * True where a person wants to hear of the newest message of a conversation: it is unread, and neither theirs nor muted
 * nor declined. A request is shown apart and does not ring, unless it is an offer. Pushes follow the same rule.
 * @param me who is signed in
 */
export function isToldOf(
  me: string,
  { lastMessage, request, muted, declined, unread }: Conversation,
  about: MessageSwitches,
): boolean {
  if (!lastMessage || lastMessage.sender === me || unread === 0 || muted || declined) return false;
  return postOf(lastMessage) ? about.offers : about.messages && !request;
}

/** Returns the post that a message was written from: such a message is an offer. */
const postOf = (message: Conversation['lastMessage']): QuotedPost | undefined =>
  message && 'post' in message ? message.post : undefined;

/** Returns what is shown of the newest message of a conversation. @param me who is signed in */
export function messageWords(me: string, conversation: Conversation, withText: boolean): NotificationWords {
  const { peer, peerName = peer, unread, lastMessage } = conversation;
  const text = withText && lastMessage && 'body' in lastMessage ? lastMessage.body : '';
  const from = { username: peer, displayName: peerName };
  const post = postOf(lastMessage);
  const kind = post ? 'offer' : 'message';
  const at = lastMessage?.timestamp ?? '';
  const quoted = post && { id: post.id, ...(withText && { title: post.title }) };
  return wordsOf({ kind, to: me, at, from, unread, text, id: lastMessage?.id, ...(quoted && { post: quoted }) });
}

/**
 * Returns what an open page says of a post for which I made an offer, where it is neither promised to me nor a
 * thank-you; undefined where that is nothing new.
 */
export function outcomeWords(
  me: string,
  { status, chosen }: { readonly status: string; readonly chosen: string },
  { username, displayName: name }: { readonly username: string; readonly displayName: string },
  post: { readonly id: string; readonly title: string },
): NotificationWords | undefined {
  const title = {
    promised: notifications.acceptedOther(name),
    done: chosen === 'me' ? notifications.youHelped(name) : notifications.postIsDone(name),
    withdrawn: notifications.withdrew(name),
  }[status];
  if (title === undefined) return undefined;
  // A post that is over is seen in the conversation alone.
  return { title, body: post.title, tag: `outcome ${post.id}`, target: { to: me, path: conversationPath(username) } };
}

/** True where what a notification says is in sight. @param address the page's path and query */
export function isInFront(tag: string, address: string): boolean {
  const [kind, what = ''] = tag.split(' ');
  if (kind === 'search') return address.startsWith(FOR_YOU_PATH.replace(/=$/, ''));
  if (kind !== 'promise' && kind !== 'thanks' && kind !== 'outcome') return false;
  return address === postPath(what) || address === conversationPath(what.slice(0, what.lastIndexOf('.')));
}

/** A notification in sight, as a browser lists it. */
export interface ShownNotification {
  readonly title: string;
  readonly body: string;
  readonly tag: string;
  readonly data?: unknown;
}

/**
 * Returns the notification in sight that says this message, or a later one of its conversation; of anything else, one
 * that says the same. A page in a hidden tab and the worker both hear of it: the second of them makes no sound.
 */
export function sameOrLater<N extends ShownNotification>(
  shown: readonly N[],
  { title, body, tag, target }: NotificationWords,
): N | undefined {
  return shown.find((notification) => {
    const { to, seq } = (notification.data ?? {}) as Partial<NotificationTarget>;
    if (notification.tag !== tag || to !== target.to) return false;
    if (seq !== undefined && target.seq !== undefined) return seq >= target.seq;
    return tag !== UNKNOWN_TAG && notification.title === title && notification.body === body;
  });
}

/** Returns how a notification looks. */
export function optionsOf({ body, tag, target }: NotificationWords): NotificationOptions {
  const actions = target.seq === undefined ? [] : [{ action: MARK_AS_READ, title: notifications.markAsRead }];
  const more = { actions, renotify: true };
  return { body, tag, data: target, icon: '/icon-192.png', badge: '/badge-96.png', ...more };
}
