/** Where I am signed in right now, and the way out of each session. */
import { useCallback, useRef, useState } from 'react';
import { type LiveSession, endSession, listSessions } from '#contract/routes/me.ts';
import { useFetch } from '../../hooks/use-fetch.ts';
import { Alert } from '../../parts/alert.tsx';
import { Button } from '../../parts/button.tsx';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { ListSkeleton } from '../../parts/list-skeleton.tsx';
import { LoadError } from '../../parts/load-error.tsx';
import { DevicesIcon } from '../../parts/more-icons.tsx';
import { Pane } from '../../parts/pane.tsx';
import { Sentence } from '../../parts/sentence.tsx';
import { useEndSession } from '../../state/end-session.ts';
import { useMailboxState } from '../../state/mailbox.ts';
import { useNow } from '../../state/now.ts';
import { useSession } from '../../state/session.ts';
import { useUnsentWarning } from '../../state/unsent-warning.ts';
import { fullDateOf } from '../../text/dates.ts';
import { dayAndTimeOf } from '../../text/days.ts';
import { explain } from '../../text/explain.ts';
import { settings } from '../../words/settings.ts';
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
    <Pane title={settings.sessions} area="settings" lead={settings.sessionsLead}>
      {value ? (
        <SessionList sessions={value.items} reload={reload} />
      ) : problem ? (
        <LoadError title={settings.sessionsNotLoaded} text={explain(problem).detail} onRetry={() => void reload()} />
      ) : (
        <ListSkeleton />
      )}
      <h2>{settings.unknownDevice}</h2>
      <p className={pane.lead}>{settings.unknownDeviceText}</p>
      <div className={pane.actions}>
        <Button variant="danger" onClick={() => void warn().then(setWarning)}>
          {settings.signOutEverywhere}
        </Button>
      </div>
      {warning !== undefined && (
        <ConfirmDialog
          title={settings.signOutEverywhereQuestion}
          confirmLabel={settings.signOutEverywhere}
          onConfirm={() => endThisSession(() => session.signOut({ everywhere: true }))}
          onClose={() => setWarning(undefined)}
        >
          {settings.signOutEverywhereMeans(warning)}
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
      {sessions.length === 0 && <p>{settings.noSessions}</p>}
      <ul ref={list} className={pane.list} tabIndex={-1} aria-label={settings.sessions}>
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
  const moment = (
    <time dateTime={connectedAt} title={fullDateOf(since)}>
      {dayAndTimeOf(since, now)}
    </time>
  );
  return (
    <li>
      <DevicesIcon />
      <p className={pane.main}>
        <b>{device}</b>
        <small>
          <Sentence of={current ? settings.thisDeviceSince(moment) : settings.connectedSince(moment)} />
        </small>
      </p>
      {!current && (
        <Button variant="secondary" aria-label={settings.signOutOf(device)} busy={ending} onClick={onEnd}>
          {ending ? settings.signingOut : settings.signOut}
        </Button>
      )}
    </li>
  );
}
