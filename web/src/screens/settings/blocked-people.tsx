/** The people I have blocked. */
import { useRef, useState } from 'react';
import { Alert } from '../../parts/alert.tsx';
import { Avatar } from '../../parts/avatar.tsx';
import { Button } from '../../parts/button.tsx';
import { ListSkeleton } from '../../parts/list-skeleton.tsx';
import { LoadError } from '../../parts/load-error.tsx';
import { Pane } from '../../parts/pane.tsx';
import { useBlocks } from '../../state/blocks.ts';
import { explain } from '../../text/explain.ts';
import { settings } from '../../words/settings.ts';
import pane from '../../parts/pane.module.css';

export function BlockedPeople() {
  const { people, problem: loadProblem, load, unblock } = useBlocks('always');
  const list = useRef<HTMLUListElement>(null);
  const [unblocking, setUnblocking] = useState<string>();
  const [problem, setProblem] = useState<string>();

  const startUnblocking = async (username: string): Promise<void> => {
    setUnblocking(username);
    setProblem(undefined);
    try {
      await unblock(username);
      list.current?.focus();
    } catch (reason) {
      setProblem(explain(reason).detail);
    }
    setUnblocking(undefined);
  };

  return (
    <Pane title={settings.blockedPeople} area="settings" lead={settings.blockingMeans}>
      {problem && <Alert tone="error">{problem}</Alert>}
      {!people && loadProblem ? (
        <LoadError title={settings.listNotLoaded} text={explain(loadProblem).detail} onRetry={() => void load()} />
      ) : !people ? (
        <ListSkeleton />
      ) : people.length === 0 ? (
        <p>{settings.nobodyBlocked}</p>
      ) : (
        <ul ref={list} className={pane.list} tabIndex={-1} aria-label={settings.blockedPeople}>
          {people.map(({ username, displayName }) => (
            <li key={username}>
              <Avatar username={username} size="s" />
              <p className={pane.main}>
                <b>
                  <bdi>{displayName}</bdi>
                </b>
                {displayName !== username && <small>{username}</small>}
              </p>
              <Button
                variant="secondary"
                aria-label={settings.unblockPerson(username)}
                busy={unblocking === username}
                onClick={() => void startUnblocking(username)}
              >
                {settings.unblock}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </Pane>
  );
}
