import { parseMessageId, peerOf } from '#contract/message-id.ts';
import type { Quote as Quoted } from '#contract/schemas.ts';
import { useMailbox, useMailboxState } from '../state/mailbox.ts';
import { deletedWords } from '../text/deleted-words.ts';
/** The message that is answered, in short: above the answer, and above where it is written. */
import styles from './quote.module.css';

/** Milliseconds for which the message one has gone to stands out. */
const GLOW = 1_600;

export function Quote({ quote: { sender, body, deleted } }: { quote: Pick<Quoted, 'sender' | 'body' | 'deleted'> }) {
  const { me } = useMailbox();
  return (
    <blockquote className={styles.quote}>
      <span className="visually-hidden">In answer to </span>
      <b>{sender === me ? 'You' : <bdi>{sender}</bdi>}</b>
      <span className="visually-hidden">: </span>
      <p dir="auto" data-deleted={deleted !== undefined || undefined}>
        {deleted ? deletedWords(deleted) : body}
      </p>
    </blockquote>
  );
}

/** A quote that leads to its message, where that is loaded. */
export function QuoteLink({ quote }: { quote: Quoted }) {
  const { me } = useMailbox();
  const position = parseMessageId(quote.id);
  const peer = position && peerOf(position.conversation, me);
  const key = useMailboxState(({ conversations }) =>
    peer === undefined ? undefined : conversations[peer]?.rows.find(({ id }) => id === quote.id)?.key,
  );
  return (
    <div className={styles.link}>
      <Quote quote={quote} />
      {key !== undefined && (
        <button type="button" aria-label="Show the message" title="Show the message" onClick={() => show(key)} />
      )}
    </div>
  );
}

function show(key: string): void {
  const row = document.querySelector<HTMLElement>(`[data-key="${key}"]`);
  if (!row) return;
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  row.scrollIntoView({ block: 'center', behavior: calm ? 'auto' : 'smooth' });
  // So that the keyboard and screen readers go on from there.
  row.tabIndex = -1;
  row.focus({ preventScroll: true });
  row.animate([{ background: 'var(--selected)' }, { background: 'transparent' }], GLOW);
}
