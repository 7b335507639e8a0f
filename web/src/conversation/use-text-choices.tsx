/**
 * The texts of a conversation that a chooser offers, and what stands below them: how far back was looked, and a button
 * that goes on.
 */
import type { ReactNode } from 'react';
import type { FoundMessage } from '#contract/found-messages.ts';
import { Button } from '../parts/button.tsx';
import type { ChoiceGroup } from '../parts/chooser.tsx';
import { Sentence } from '../parts/sentence.tsx';
import { useMailbox } from '../state/mailbox.ts';
import { useNow } from '../state/now.ts';
import { useName } from '../state/profiles.ts';
import { longDateOf, shortLabel } from '../text/dates.ts';
import { explain } from '../text/explain.ts';
import { search } from '../words/search.ts';
import { goToMessage } from './go-to-message.ts';
import { messagePath } from './message-path.ts';
import { type FoundTexts, useFoundTexts } from './use-found-texts.ts';
import styles from './text-choices.module.css';

interface TextChoices {
  readonly group: ChoiceGroup;
  /** Undefined while nothing is typed that is worth a search. */
  readonly footer: ReactNode;
}

interface TextChoicesOptions {
  /** Whose conversation is searched; undefined: none. */
  readonly peer: string | undefined;
  readonly typed: string;
  readonly navigate: (to: string) => void;
  readonly onClose: () => void;
}

export function useTextChoices({ peer, typed, navigate, onClose }: TextChoicesOptions): TextChoices {
  const { mailbox } = useMailbox();
  const found = useFoundTexts(peer, typed);

  const open = ({ id, seq }: FoundMessage): void => {
    if (peer === undefined) return;
    const path = messagePath(peer, id);
    onClose();
    // The address may name it already, and would not change.
    if (path === location.pathname + location.search) void goToMessage(mailbox, peer, seq);
    else navigate(path);
  };
  const choices = (found?.hits ?? []).map((hit) => ({
    key: hit.id,
    content: <TextChoice hit={hit} />,
    onChoose: () => open(hit),
  }));
  return { group: { label: search.inThisConversation, choices }, footer: found && <SearchedSoFar {...found} /> };
}

function TextChoice({ hit: { sender, timestamp, excerpt } }: { readonly hit: FoundMessage }) {
  const { me } = useMailbox();
  const name = useName(sender);
  const now = useNow();
  return (
    <span className={styles.choice}>
      <small>
        <bdi>{sender === me ? search.you : name}</bdi> · {shortLabel(new Date(timestamp), new Date(now))}
      </small>
      <span dir="auto">
        <Sentence of={excerpt.map(drawn)} />
      </span>
    </span>
  );
}

const drawn = ({ text, found }: FoundMessage['excerpt'][number]): ReactNode => (found ? <mark>{text}</mark> : text);

function SearchedSoFar({ hits, since, searching, searchBack, problem }: FoundTexts) {
  const isWhole = !searching && !searchBack;
  const date = since !== undefined && longDateOf(new Date(since));
  return (
    <div className={styles.footer}>
      {problem === undefined ? (
        <p role="status">
          {searching && search.searching}
          {isWhole && hits.length === 0 && search.nothingFound}
          {searchBack && date && (hits.length === 0 ? search.nothingFoundSince(date) : search.searchedSince(date))}
        </p>
      ) : (
        <p role="alert">{explain(problem).detail}</p>
      )}
      {searchBack && (
        <Button variant="secondary" size="small" onClick={searchBack}>
          {problem === undefined ? search.searchFurtherBack : search.tryAgain}
        </Button>
      )}
    </div>
  );
}
