/** The message that another one replies to, in short: within the reply, and above the composer. */
import type { MessageRow } from '#client/mailbox.ts';
import { parseMessageId, peerOf } from '#contract/message-id.ts';
import type { Quote as QuotedMessage } from '#contract/schemas.ts';
import { useMailbox, useMailboxState } from '../state/mailbox.ts';
import { useName } from '../state/profiles.ts';
import { SENT_A_PICTURE, attachmentCountText, attachmentsText } from '../text/attachments.ts';
import { deletedText } from '../text/deleted-text.ts';
import styles from './quote.module.css';

/** How long a message is highlighted after its quote was pressed. */
const HIGHLIGHT_MS = 1_600;

interface QuoteProps {
  readonly quote: Pick<QuotedMessage, 'sender' | 'body' | 'deleted'>;
  /** What stands for a text that is missing: its pictures and files in a few words. */
  readonly filesText?: string;
}

export function Quote({ quote: { sender, body, deleted }, filesText = SENT_A_PICTURE }: QuoteProps) {
  const { me } = useMailbox();
  const name = useName(sender);
  return (
    <blockquote className={styles.quote}>
      <span className="visually-hidden">Replying to </span>
      <b>{sender === me ? 'You' : <bdi>{name}</bdi>}</b>
      <span className="visually-hidden">: </span>
      <p dir="auto" data-deleted={deleted !== undefined || undefined}>
        {deleted ? deletedText(deleted) : body === '' ? <i>{filesText}</i> : body}
      </p>
    </blockquote>
  );
}

/** A quote that leads to its message, if that is loaded. */
export function QuoteLink({ quote }: { quote: QuotedMessage }) {
  const { me } = useMailbox();
  const position = parseMessageId(quote.id);
  const peer = position && peerOf(position.conversation, me);
  const row = useMailboxState(({ conversations }) =>
    peer === undefined ? undefined : conversations[peer]?.rows.find(({ id }) => id === quote.id),
  );
  const key = row?.key;
  return (
    <div className={styles.link}>
      <Quote quote={quote} filesText={filesTextOf(quote, row)} />
      {key !== undefined && (
        <button type="button" aria-label="Go to message" title="Go to message" onClick={() => goToMessage(key)} />
      )}
    </div>
  );
}

/** @param row the quoted message, if it is loaded */
function filesTextOf({ attachments }: QuotedMessage, row: MessageRow | undefined): string {
  if (row?.attachments) return attachmentsText(row.attachments);
  return attachments === undefined ? SENT_A_PICTURE : attachmentCountText(attachments);
}

function goToMessage(key: string): void {
  const item = document.querySelector<HTMLElement>(`[data-key="${key}"]`);
  if (!item) return;
  const reducedMotion = matchMedia('(prefers-reduced-motion: reduce)').matches;
  item.scrollIntoView({ block: 'center', behavior: reducedMotion ? 'auto' : 'smooth' });
  // The keyboard and screen readers go on from there.
  item.tabIndex = -1;
  item.focus({ preventScroll: true });
  item.animate([{ background: 'var(--selected)' }, { background: 'transparent' }], HIGHLIGHT_MS);
}
