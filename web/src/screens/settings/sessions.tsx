import { useCallback, useRef, useState } from 'react';
import { type LiveSession, endSession, listSessions } from '#contract/routes/me.ts';
import { useFetch } from '../../hooks/use-fetch.ts';
import { Alert } from '../../parts/alert.tsx';
import { Button } from '../../parts/button.tsx';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { DevicesIcon } from '../../parts/icons.tsx';
import { ListSkeleton } from '../../parts/list-skeleton.tsx';
import { LoadError } from '../../parts/load-error.tsx';
import { Pane } from '../../parts/pane.tsx';
/** Where I am signed in right now, and the way out of each. */
import { paths } from '../../paths.ts';
import { unsentWarning } from '../../state/../text/unsent-warning.ts';
import { useEndSession, useUnsentCount } from '../../state/end-session.ts';
import { useMailboxState } from '../../state/mailbox.ts';
import { useNow } from '../../state/now.ts';
import { useSession } from '../../state/session.ts';
import { dayLabel, fullDateOf, timeOf } from '../../text/dates.ts';
import { explain } from '../../text/explain.ts';
import pane from '../../parts/pane.module.css';

export function Sessions() {
  const session = useSession();
  const endThisSession = useEndSession();
  // This device is among them as soon as it is connected, and it is not for a moment after the password was changed.
  const connected = useMailboxState((state) => state.connection === 'ready');
  const { value, problem, reload } = useFetch(
    useCallback(() => session.call(listSessions, {}), [session]),
    connected,
  );
  const countUnsent = useUnsentCount();
  /** With how many unsent messages. */
  const [asking, setAsking] = useState<number>();

  return (
    <Pane title="Sessions" back={paths.settings} lead="The devices that are connected to your account right now.">
      {value ? (
        <SessionRows sessions={value.items} reload={reload} />
      ) : problem ? (
        <LoadError
          title="We couldn’t load your sessions"
          text={explain(problem).detail}
          onRetry={() => void reload()}
        />
      ) : (
        <ListSkeleton />
      )}
      <h2>Something looks strange?</h2>
      <p className={pane.lead}>Sign out everywhere, this device included, and then change your password.</p>
      <div className={pane.acts}>
        <Button variant="danger" onClick={() => void countUnsent().then(setAsking)}>
          Sign out everywhere
        </Button>
      </div>
      {asking !== undefined && (
        <ConfirmDialog
          title="Sign out everywhere?"
          confirmLabel="Sign out everywhere"
          onConfirm={() => endThisSession(() => session.signOut({ everywhere: true }))}
          onClose={() => setAsking(undefined)}
        >
          You have to sign in again on every device, on this one, too. {asking > 0 && unsentWarning(asking)}
        </ConfirmDialog>
      )}
    </Pane>
  );
}

function SessionRows({ sessions, reload }: { sessions: readonly LiveSession[]; reload: () => Promise<void> }) {
  const session = useSession();
  const list = useRef<HTMLUListElement>(null);
  const [ending, setEnding] = useState<string>();
  const [problem, setProblem] = useState<string>();

  const end = async (id: string): Promise<void> => {
    setEnding(id);
    setProblem(undefined);
    try {
      await session.call(endSession, { parameters: { session: id } });
      await reload();
      list.current?.focus();
    } catch (reason) {
      setProblem(explain(reason).detail);
    }
    setEnding(undefined);
  };

  return (
    <>
      {problem && <Alert tone="error">{problem}</Alert>}
      {sessions.length === 0 && <p>None at this moment.</p>}
      <ul ref={list} className={pane.list} tabIndex={-1} aria-label="Sessions">
        {sessions.map((row) => (
          <SessionRow key={row.session} row={row} ending={ending === row.session} onEnd={() => void end(row.session)} />
        ))}
      </ul>
    </>
  );
}

function SessionRow({
  row: { device, connectedAt, current },
  ending,
  onEnd,
}: {
  row: LiveSession;
  ending: boolean;
  onEnd: () => void;
}) {
  const now = useNow();
  const since = new Date(connectedAt);
  return (
    <li>
      <DevicesIcon />
      <p className={pane.what}>
        <b>{device}</b>
        <small>
          {current ? 'This device' : 'Connected'} since{' '}
          <time dateTime={connectedAt} title={fullDateOf(since)}>
            {dayLabel(since, now).toLowerCase()}, {timeOf(since)}
          </time>
        </small>
      </p>
      {!current && (
        <Button variant="secondary" aria-label={`Sign out ${device}`} busy={ending} onClick={onEnd}>
          {ending ? 'Signing out…' : 'Sign out'}
        </Button>
      )}
    </li>
  );
}
