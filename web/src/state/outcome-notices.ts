/**
 * What became of posts for which I made an offer, told by an open page. A frame is only a hint that something may have
 * changed, and may come twice: the page reads what is true, and tells each standing once.
 */
import type { Mailbox } from '#client/mailbox.ts';
import type { Session } from '#client/session.ts';
import { type NotificationWords, outcomeWords, wordsOf } from '../text/notification.ts';
import { findThanks } from './find-thanks.ts';
import { type Standing, readStanding } from './post-standing.ts';

/** What it is about: each has its switch. */
export type OutcomeSubject = 'promises' | 'thanks' | 'outcomes';

interface Given {
  readonly session: Session;
  readonly mailbox: Pick<Mailbox, 'state' | 'onOutcome'>;
  readonly me: string;
  readonly tell: (subject: OutcomeSubject, words: NotificationWords) => void;
}

/** @returns stop */
export function startOutcomeNotices({ session, mailbox, me, tell }: Given): () => void {
  const told = new Map<string, string>();

  async function look(id: string): Promise<void> {
    const owner = id.slice(0, id.lastIndexOf('.'));
    const row = mailbox.state.inbox.find(({ peer }) => peer === owner);
    if (owner === me || row?.muted || row?.declined) return;
    const standing = await readStanding(session, { id, me, peer: owner });
    if (!standing) return;
    const said = `${standing.status} ${standing.chosen}`;
    if (told.get(id) === said) return;
    told.set(id, said);
    const post = { id, title: row?.post?.id === id ? row.post.title : '' };
    const from = { username: owner, displayName: row?.peerName ?? owner };
    const at = new Date().toISOString();
    if (isMine(standing, 'promised')) tell('promises', wordsOf({ kind: 'promise', to: me, at, from, post }));
    else if (isMine(standing, 'done') && (await findThanks(session, me, id))?.text !== undefined)
      tell('thanks', wordsOf({ kind: 'thanks', to: me, at, from, post }));
    else {
      const words = outcomeWords(me, standing, from, post);
      if (words) tell('outcomes', words);
    }
  }

  // What cannot be read now is shown where the post is.
  return mailbox.onOutcome((id) => void look(id).catch(() => undefined));
}

const isMine = ({ status, chosen }: Standing, of: string): boolean => status === of && chosen === 'me';
