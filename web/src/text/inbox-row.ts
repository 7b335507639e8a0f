/** What a row of the inbox says, in words: to the eye in its second line, and as one sentence to screen readers. */
import type { InboxRow, MessageRow } from '#client/mailbox.ts';
import { inbox as words } from '../words/inbox.ts';
import { attachmentsText } from './attachments.ts';
import { deletedText } from './deleted-text.ts';
import { unknownText } from './unknown-text.ts';

export interface Preview {
  /** Why it is not the newest message, or whose that is. */
  readonly before?: 'not-sent' | 'draft' | 'you';
  readonly text: string;
  /** True if these are the page's own words, not those of a person. */
  readonly isNote?: boolean;
}

interface Shown {
  readonly row: InboxRow;
  readonly me: string;
  /** The newest message, if it is not sent. */
  readonly unsent: MessageRow | undefined;
  readonly draft: string;
}

/** Returns the words that stand before the text of a preview. */
export const beforePreview = (before: NonNullable<Preview['before']>): string =>
  ({ 'not-sent': words.notSent, draft: words.draft, you: words.you })[before];

/** Returns what the second line shows. In order of importance: a message that was not sent, a draft, the newest one. */
export function previewOf({ row, me, unsent, draft }: Shown): Preview | undefined {
  if (unsent?.state === 'failed') return { before: 'not-sent', ...textOf(unsent) };
  if (draft) return { before: 'draft', text: draft };
  const newest = unsent ?? row.lastMessage;
  if (!newest) return undefined;
  if (!('body' in newest)) return { text: unknownText(), isNote: true };
  if (newest.deleted) return { text: deletedText(newest.deleted), isNote: true };
  return { ...(newest.sender === me && { before: 'you' }), ...textOf(newest) };
}

/** Returns the text of a message, or its files in a few words. */
const textOf = ({ body, attachments }: Pick<MessageRow, 'body' | 'attachments'>): Preview =>
  body === '' ? { text: attachmentsText(attachments ?? []), isNote: true } : { text: body };

/** Characters of a preview that are read out. */
const SAID_MAX = 80;

interface Said {
  readonly name: string;
  readonly row: InboxRow;
  /** Whether the page shows that the person is online. */
  readonly online: boolean;
  readonly isPending: boolean;
  readonly time: string;
  readonly preview: Preview | undefined;
}

/** Returns the name of a row to screen readers: what its parts say, with pauses between them. */
export function rowLabel({ name, row, online, isPending, time, preview }: Said): string {
  const { unread, blocked, pinned, muted, archived, markedUnread } = row;
  return [
    name,
    online && words.isOnline,
    unreadText(row),
    unread === 0 && markedUnread && words.markedUnread,
    blocked && words.isBlocked,
    pinned && words.isPinned,
    muted && words.isMuted,
    archived && words.isArchived,
    isPending && words.isSending,
    time,
    preview && [preview.before && beforePreview(preview.before), cut(preview.text)].filter(Boolean).join(' '),
  ]
    .filter(Boolean)
    .join(', ');
}

const unreadText = ({ unread, declined }: InboxRow): string | false =>
  unread > 0 && !declined && words.unreadMessages(unread);

/** Characters, and not halves of them. */
function cut(text: string): string {
  const characters = Array.from(text);
  return characters.length > SAID_MAX ? `${characters.slice(0, SAID_MAX).join('')}…` : text;
}

/** A count where there is room for two digits. */
export const countText = (count: number): string => (count > 99 ? '99+' : String(count));
