/** Where I am signed in right now, and the way out of each session. */
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
import { useEndSession, useUnsentWarning } from '../../state/end-session.ts';
import { useMailboxState } from '../../state/mailbox.ts';
import { useNow } from '../../state/now.ts';
import { useSession } from '../../state/session.ts';
import { dayAndTimeOf, fullDateOf } from '../../text/dates.ts';
import { explain } from '../../text/explain.ts';
import pane from '../../parts/pane.module.css';

export function Sessions() {
  const session = useSession();
  const endThisSession = useEndSession();
  // This device is in the list only while it is connected, and for a moment after a new password it is not.
  const connected = useMailboxState((state) => state.connection === 'ready');
  const { value, problem, reload } = useFetch(
    useCallback(() => session.call(listSessions, {}), [session]),
    connected,
  );
  const warn = useUnsentWarning();
  /** What the dialog warns about; undefined while there is no dialog. */
  const [warning, setWarning] = useState<string>();

  return (
    <Pane title="Sessions" area="settings" lead="The devices that are connected to your account right now.">
      {value ? (
        <SessionList sessions={value.items} reload={reload} />
      ) : problem ? (
        <LoadError
          title="We couldn’t load your sessions"
          text={explain(problem).detail}
          onRetry={() => void reload()}
        />
      ) : (
        <ListSkeleton />
      )}
      <h2>Don’t recognize a device?</h2>
      <p className={pane.lead}>Sign out everywhere, including this device, and then change your password.</p>
      <div className={pane.actions}>
        <Button variant="danger" onClick={() => void warn().then(setWarning)}>
          Sign out everywhere
        </Button>
      </div>
      {warning !== undefined && (
        <ConfirmDialog
          title="Sign out everywhere?"
          confirmLabel="Sign out everywhere"
          onConfirm={() => endThisSession(() => session.signOut({ everywhere: true }))}
          onClose={() => setWarning(undefined)}
        >
          You’ll need to sign in again on every device, including this one. {warning}
        </ConfirmDialog>
      )}
    </Pane>
  );
}

function SessionList({ sessions, reload }: { sessions: readonly LiveSession[]; reload: () => Promise<void> }) {
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
      {sessions.length === 0 && <p>No device is connected right now.</p>}
      <ul ref={list} className={pane.list} tabIndex={-1} aria-label="Sessions">
        {sessions.map((row) => (
          <SessionRow key={row.session} row={row} ending={ending === row.session} onEnd={() => void end(row.session)} />
        ))}
      </ul>
    </>
  );
}

interface SessionRowProps {
  readonly row: LiveSession;
  readonly ending: boolean;
  readonly onEnd: () => void;
}

function SessionRow({ row: { device, connectedAt, current }, ending, onEnd }: SessionRowProps) {
  const now = useNow();
  const since = new Date(connectedAt);
  return (
    <li>
      <DevicesIcon />
      <p className={pane.main}>
        <b>{device}</b>
        <small>
          {current ? 'This device, connected' : 'Connected'} since{' '}
          <time dateTime={connectedAt} title={fullDateOf(since)}>
            {dayAndTimeOf(since, now)}
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
