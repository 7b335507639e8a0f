import { useRef, useState } from 'react';
import { Alert } from '../../parts/alert.tsx';
import { Avatar } from '../../parts/avatar.tsx';
import { Button } from '../../parts/button.tsx';
import { ListSkeleton } from '../../parts/list-skeleton.tsx';
import { LoadError } from '../../parts/load-error.tsx';
import { Pane } from '../../parts/pane.tsx';
/** The people who can't write to me. */
import { paths } from '../../paths.ts';
import { useBlocks } from '../../state/blocks.ts';
import { explain } from '../../text/explain.ts';
import pane from '../../parts/pane.module.css';

export function BlockedPeople() {
  const { people, problem, load, unblock } = useBlocks('always');
  const list = useRef<HTMLUListElement>(null);
  const [busy, setBusy] = useState<string>();
  const [refused, setRefused] = useState<string>();

  const release = async (username: string): Promise<void> => {
    setBusy(username);
    setRefused(undefined);
    try {
      await unblock(username);
      list.current?.focus();
    } catch (reason) {
      setRefused(explain(reason).detail);
    }
    setBusy(undefined);
  };

  return (
    <Pane
      title="Blocked people"
      back={paths.settings}
      lead="They can’t write to you, and see neither whether you are online nor what you have read. They aren’t told."
    >
      {refused && <Alert tone="error">{refused}</Alert>}
      {!people && problem ? (
        <LoadError title="We couldn’t load the list" text={explain(problem).detail} onRetry={() => void load()} />
      ) : !people ? (
        <ListSkeleton />
      ) : people.length === 0 ? (
        <p>You have blocked nobody. You can block a person from the menu of your conversation.</p>
      ) : (
        <ul ref={list} className={pane.list} tabIndex={-1} aria-label="Blocked people">
          {people.map(({ username, displayName }) => (
            <li key={username}>
              <Avatar name={username} size="s" />
              <p className={pane.what}>
                <b>
                  <bdi>{displayName}</bdi>
                </b>
                {displayName !== username && <small>{username}</small>}
              </p>
              <Button
                variant="secondary"
                aria-label={`Unblock ${username}`}
                busy={busy === username}
                onClick={() => void release(username)}
              >
                Unblock
              </Button>
            </li>
          ))}
        </ul>
      )}
    </Pane>
  );
}
