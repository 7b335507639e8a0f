/** For people without a conversation: whom to say hello to, and what else there is to do. */
import type { User } from '#contract/users.ts';
import { useRovingFocus } from '../hooks/use-roving-focus.ts';
import { ButtonLink } from '../parts/button.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { InviteButton } from '../parts/invite-button.tsx';
import { PersonRow } from '../parts/person-row.tsx';
import { paths, selectionPath } from '../paths.ts';
import { usePeople } from '../state/directory.ts';
import { useMailbox, useMailboxState } from '../state/mailbox.ts';
import { nothing as words } from '../words/nothing.ts';
import { parts } from '../words/parts.ts';
import styles from './first-hellos.module.css';

const SHOWN = 3;

export function FirstHellos() {
  const { me } = useMailbox();
  const inbox = useMailboxState((state) => state.inbox);
  // A request is in no list of conversations, and its sender is known all the same.
  const known = new Set([me, ...inbox.map(({ peer }) => peer)]);
  const people = newestOf(
    usePeople('').items.filter(({ username }) => !known.has(username)),
    SHOWN,
  );
  const roving = useRovingFocus(
    people.map(({ username }) => username),
    undefined,
  );
  const isAlone = people.length === 0;

  return (
    <EmptyState
      title={isAlone ? words.noConversations : words.sayHello}
      text={isAlone ? words.noConversationsText : words.sayHelloText}
    >
      {!isAlone && (
        <ul className={styles.people} aria-label={parts.people} {...roving.list}>
          {people.map(({ username, displayName }) => (
            <PersonRow
              key={username}
              username={username}
              displayName={displayName}
              href={selectionPath('conversations', username)}
              current={false}
              roving={roving.item(username)}
            />
          ))}
        </ul>
      )}
      <ButtonLink href={paths.people} variant="primary">
        {words.findPeople}
      </ButtonLink>
      {/* A wide window offers the same beside the list. */}
      <div className={styles.more}>
        <ButtonLink href={paths.needs} variant="secondary">
          {parts.seeNeeds}
        </ButtonLink>
        <InviteButton />
      </div>
    </EmptyState>
  );
}

/** Of the first page of the list of people, which is in the order of names: the server knows no order of joining. */
const newestOf = (people: readonly User[], count: number): readonly User[] =>
  people.toSorted((one, other) => (one.createdAt < other.createdAt ? 1 : -1)).slice(0, count);
