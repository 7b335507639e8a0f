/** Which of the page's three faces is shown: the start, the door, or the messenger. */
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { Redirect, Route, Switch, useLocation, useSearch } from 'wouter';
import { type Started, start } from './bootstrap.ts';
import { ConfirmSignUp } from './screens/confirm-sign-up.tsx';
import { ForgotPassword } from './screens/forgot-password.tsx';
import { Messenger, type Place } from './screens/messenger.tsx';
import { ResetPassword } from './screens/reset-password.tsx';
import { SignIn } from './screens/sign-in.tsx';
import { SignUp } from './screens/sign-up.tsx';
import { Splash } from './screens/splash.tsx';
import { deleteDrafts } from './state/drafts.ts';
import { forgetUnsent } from './state/outbox-storage.ts';
import { SessionContext } from './state/session.ts';
import { LeaveContext } from './state/sign-out.ts';
import { explain } from './text/explain.ts';

export function App() {
  const [started, setStarted] = useState<Started>();
  const [problem, setProblem] = useState<string>();

  const begin = useCallback(() => {
    setProblem(undefined);
    start().then(setStarted, (reason: unknown) => setProblem(explain(reason).detail));
  }, []);
  useEffect(begin, [begin]);

  if (!started) return <Splash problem={problem} onRetry={begin} />;
  return (
    <SessionContext value={started.session}>
      <Faces {...started} />
    </SessionContext>
  );
}

/** Messenger or door; and at the door, whether the person went out or the session ended by itself. */
function Faces({ session, webSocketUrl }: Started) {
  const me = useSyncExternalStore(session.subscribe, () => session.username);
  const [parting, setParting] = useState<'never in' | 'ended' | 'left'>('never in');
  if (me !== undefined && parting === 'never in') setParting('ended');

  const leave = useCallback(
    async (act: () => Promise<void>) => {
      const leaver = session.username ?? '';
      setParting('left');
      try {
        await act();
      } catch (reason) {
        setParting('ended');
        throw reason;
      }
      deleteDrafts();
      // A browser whose database fails has kept nothing.
      await forgetUnsent(leaver).catch(() => undefined);
    },
    [session],
  );

  if (me !== undefined) {
    return (
      <LeaveContext value={leave}>
        <Inside me={me} webSocketUrl={webSocketUrl} />
      </LeaveContext>
    );
  }
  return (
    <Switch>
      <Route path="/sign-in">
        <SignIn ended={parting === 'ended'} />
      </Route>
      <Route path="/sign-up" component={SignUp} />
      <Route path="/confirm" component={ConfirmSignUp} />
      <Route path="/forgot-password" component={ForgotPassword} />
      <Route path="/reset-password" component={ResetPassword} />
      <Route>
        <ToSignIn thenBack={parting !== 'left'} />
      </Route>
    </Switch>
  );
}

function ToSignIn({ thenBack }: { thenBack: boolean }) {
  const [location] = useLocation();
  return (
    <Redirect
      to={thenBack && INSIDE.test(location) ? `/sign-in?next=${encodeURIComponent(location)}` : '/sign-in'}
      replace
    />
  );
}

/** All lists are one route, so that going from one to the other keeps the mailbox, and what stands beside them, as it is. */
const INSIDE = /^\/(?<place>conversations|people|settings|admin)(?:\/(?<chosen>[a-z0-9_-]+))?\/?$/;

function Inside({ me, webSocketUrl }: { me: string; webSocketUrl: string }) {
  const next = new URLSearchParams(useSearch()).get('next') ?? '';
  return (
    <Switch>
      <Route path={INSIDE}>
        {({ place, chosen }) => (
          <Messenger key={me} me={me} webSocketUrl={webSocketUrl} place={place as Place} chosen={chosen} />
        )}
      </Route>
      <Route>
        <Redirect to={INSIDE.test(next) ? next : '/conversations'} replace />
      </Route>
    </Switch>
  );
}
