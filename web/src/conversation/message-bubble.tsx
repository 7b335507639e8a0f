/** The bubble of a message: its text and files, what it replies to, and whether it was edited or deleted. */
import { Suspense, lazy } from 'react';
import type { MessageRow } from '#client/mailbox.ts';
import { AttachmentFrames } from '../attachments/attachment-frames.tsx';
import { useLongPress } from '../hooks/use-long-press.ts';
import { LoadBoundary } from '../parts/load-boundary.tsx';
import { sentAPicture } from '../text/attachments.ts';
import { deletedText } from '../text/deleted-text.ts';
import { EditedMark } from './edited-mark.tsx';
import { FoldedText } from './folded-text.tsx';
import { QuoteLink } from './quote.tsx';
import { QuotedPostLink } from './quoted-post.tsx';
import styles from './message-bubble.module.css';

const MessageAttachments = lazy(async () => ({
  default: (await import('../attachments/message-attachments.tsx')).MessageAttachments,
}));

/** One to three emoji and nothing else: they are shown large. */
const EMOJI_ONLY =
  /^(?:\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|\ufe0f|\u200d\p{Extended_Pictographic})*){1,3}$/u;

export function MessageBubble({ row }: { row: MessageRow }) {
  const { attachments, body, deleted, editedAt, id, post, quote, state } = row;
  const longPress = useLongPress(openMenu);
  if (deleted) {
    return (
      <p className={styles.bubble} data-deleted>
        {deletedText(deleted)}
      </p>
    );
  }
  return (
    <div
      className={styles.bubble}
      data-state={state}
      data-files={attachments !== undefined || undefined}
      data-emoji-only={(!quote && !post && !attachments && EMOJI_ONLY.test(body)) || undefined}
      {...longPress}
    >
      {post && <QuotedPostLink post={post} />}
      {quote && <QuoteLink quote={quote} />}
      {attachments && (
        <LoadBoundary fallback={<AttachmentFrames attachments={attachments} />}>
          <Suspense fallback={<AttachmentFrames attachments={attachments} />}>
            <MessageAttachments row={row} />
          </Suspense>
        </LoadBoundary>
      )}
      {body !== '' ? <FoldedText text={body} /> : !attachments && <p className={styles.edited}>{sentAPicture()}</p>}
      {editedAt && id !== undefined && <EditedMark id={id} editedAt={editedAt} />}
    </div>
  );
}

/** The button of the menu stands beside the bubble. */
const openMenu = (bubble: HTMLElement): void =>
  bubble.parentElement?.querySelector<HTMLButtonElement>('button[aria-expanded="false"]')?.click();
