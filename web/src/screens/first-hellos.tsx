/** For people without a conversation: whom to say hello to, and what else there is to do. */
import { useRovingFocus } from '../hooks/use-roving-focus.ts';
import { ButtonLink } from '../parts/button.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { InviteButton } from '../parts/invite-button.tsx';
import { PersonRow } from '../parts/person-row.tsx';
import { paths, selectionPath } from '../paths.ts';
import { useNewest } from '../state/directory.ts';
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
  const people = useNewest()
    .filter(({ username }) => !known.has(username))
    .slice(0, SHOWN);
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
