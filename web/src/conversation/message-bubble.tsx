/** The bubble of a message: its text, what it replies to, and whether it was edited or deleted. */
import type { MessageRow } from '#client/mailbox.ts';
import { fullDateOf } from '../text/dates.ts';
import { deletedText } from '../text/deleted-text.ts';
import { FoldedText } from './folded-text.tsx';
import { QuoteLink } from './quote.tsx';
import { QuotedPostLink } from './quoted-post.tsx';
import { useLongPress } from './use-long-press.ts';
import styles from './message-bubble.module.css';

/** One to three emoji and nothing else: they are shown large. */
const EMOJI_ONLY =
  /^(?:\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|\ufe0f|\u200d\p{Extended_Pictographic})*){1,3}$/u;

export function MessageBubble({ row: { body, deleted, editedAt, post, quote, state } }: { row: MessageRow }) {
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
      data-emoji-only={(!quote && !post && EMOJI_ONLY.test(body)) || undefined}
      {...longPress}
    >
      {post && <QuotedPostLink post={post} />}
      {quote && <QuoteLink quote={quote} />}
      <FoldedText text={body} />
      {editedAt && (
        <p className={styles.edited} title={fullDateOf(new Date(editedAt))}>
          edited
        </p>
      )}
    </div>
  );
}

/** The button of the menu stands beside the bubble. */
const openMenu = (bubble: HTMLElement): void =>
  bubble.parentElement?.querySelector<HTMLButtonElement>('button[aria-expanded="false"]')?.click();
