/** The message that is answered, in short: above the answer, and above where it is written. */
import styles from './quote.module.css';
import { useMailbox } from '../state/mailbox.ts';
import { deletedWords } from '../text/deleted-words.ts';
import type { Quote as Quoted } from '../../../functions/api/schemas.ts';

export function Quote({ quote: { sender, body, deleted } }: { quote: Pick<Quoted, 'sender' | 'body' | 'deleted'> }) {
  const { me } = useMailbox();
  return (
    <blockquote className={styles.quote}>
      <span className="off-screen">In answer to </span>
      <b>{sender === me ? 'You' : <bdi>{sender}</bdi>}</b>
      <span className="off-screen">: </span>
      <p dir="auto" data-deleted={deleted !== undefined || undefined}>
        {deleted ? deletedWords(deleted) : body}
      </p>
    </blockquote>
  );
}
