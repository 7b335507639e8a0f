/** The message that another one replies to, in short: within the reply, and above the composer. */
import type { MessageRow } from '#client/mailbox.ts';
import { parseMessageId, peerOf } from '#contract/message-id.ts';
import type { Quote as QuotedMessage } from '#contract/schemas.ts';
import { useMailbox, useMailboxState } from '../state/mailbox.ts';
import { useName } from '../state/profiles.ts';
import { sentAPicture, attachmentCountText, attachmentsText } from '../text/attachments.ts';
import { deletedText } from '../text/deleted-text.ts';
import { messages } from '../words/messages.ts';
import { goToMessage } from './go-to-message.ts';
import styles from './quote.module.css';

interface QuoteProps {
  readonly quote: Pick<QuotedMessage, 'sender' | 'body' | 'deleted'>;
  /** What stands for a text that is missing: its pictures and files in a few words. */
  readonly filesText?: string;
}

export function Quote({ quote: { sender, body, deleted }, filesText = sentAPicture() }: QuoteProps) {
  const { me } = useMailbox();
  const name = useName(sender);
  return (
    <blockquote className={styles.quote}>
      <span className="visually-hidden">{messages.replyingTo}</span>
      <b>{sender === me ? messages.you : <bdi>{name}</bdi>}</b>
      <span className="visually-hidden">: </span>
      <p dir="auto" data-deleted={deleted !== undefined || undefined}>
        {deleted ? deletedText(deleted) : body === '' ? <i>{filesText}</i> : body}
      </p>
    </blockquote>
  );
}

/** A quote that leads to its message, which is loaded first where it is not. */
export function QuoteLink({ quote }: { quote: QuotedMessage }) {
  const { mailbox, me } = useMailbox();
  const position = parseMessageId(quote.id);
  const peer = position && peerOf(position.conversation, me);
  const row = useMailboxState(({ conversations }) =>
    peer === undefined ? undefined : conversations[peer]?.rows.find(({ id }) => id === quote.id),
  );
  return (
    <div className={styles.link}>
      <Quote quote={quote} filesText={filesTextOf(quote, row)} />
      {position && peer !== undefined && (
        <button
          type="button"
          aria-label={messages.goToMessage}
          title={messages.goToMessage}
          onClick={() => void goToMessage(mailbox, peer, position.seq)}
        />
      )}
    </div>
  );
}

/** @param row the quoted message, if it is loaded */
function filesTextOf({ attachments }: QuotedMessage, row: MessageRow | undefined): string {
  if (row?.attachments) return attachmentsText(row.attachments);
  return attachments === undefined ? sentAPicture() : attachmentCountText(attachments);
}
