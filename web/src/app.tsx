/**
 * The page: the splash screen, then the messenger for people who are signed in, and the sign-in screens for all
 * others.
 */
import { Suspense, lazy, useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { Redirect, Route, Switch, useLocation, useSearch } from 'wouter';
import { type Bootstrapped, bootstrap, wasSignedIn } from './bootstrap.ts';
import { LoadBoundary } from './parts/load-boundary.tsx';
import { NotFound } from './parts/not-found.tsx';
import { type Area, MESSENGER_ROUTE, isMessengerAddress, landingPath, parseQuery, paths, withQuery } from './paths.ts';
import { Splash } from './screens/splash.tsx';
import { deleteDrafts } from './state/drafts.ts';
import { EndSessionContext } from './state/end-session.ts';
import { forgetPlace, lastPlace } from './state/last-place.ts';
import { deleteUnsent } from './state/outbox-storage.ts';
import { SessionContext } from './state/session.ts';
import { explain } from './text/explain.ts';

// Each load of the page needs one of these.
const importMessenger = () => import('./screens/messenger.tsx');
const Messenger = lazy(async () => ({ default: (await importMessenger()).Messenger }));
const SignIn = lazy(async () => ({ default: (await import('./screens/sign-in.tsx')).SignIn }));
// It comes after what is shown first.
const VersionBanner = lazy(async () => ({ default: (await import('./parts/version-banner.tsx')).VersionBanner }));
// Few loads need these.
const SignUp = lazy(async () => ({ default: (await import('./screens/sign-up.tsx')).SignUp }));
const ConfirmSignUp = lazy(async () => ({ default: (await import('./screens/confirm-sign-up.tsx')).ConfirmSignUp }));
const ForgotPassword = lazy(async () => ({ default: (await import('./screens/forgot-password.tsx')).ForgotPassword }));
const ResetPassword = lazy(async () => ({ default: (await import('./screens/reset-password.tsx')).ResetPassword }));

const forget = async (): Promise<void> => (await import('./state/forget.ts')).forgetOnDevice();

/** Loads the messenger before it is shown. Showing it says what is wrong, if this fails. */
const preloadMessenger = (): void => void importMessenger().catch(() => undefined);

export function App() {
  const [bootstrapped, setBootstrapped] = useState<Bootstrapped>();
  const [problem, setProblem] = useState<string>();

  const start = useCallback(() => {
    setProblem(undefined);
    if (wasSignedIn()) preloadMessenger();
    bootstrap().then(setBootstrapped, (reason: unknown) => setProblem(explain(reason).detail));
  }, []);
  useEffect(start, [start]);

  if (!bootstrapped) return <Splash problem={problem} onRetry={start} />;
  return (
    <SessionContext value={bootstrapped.session}>
      <Screens {...bootstrapped} />
      <LoadBoundary fallback={null}>
        <Suspense>
          <VersionBanner />
        </Suspense>
      </LoadBoundary>
    </SessionContext>
  );
}

/** Why nobody is signed in: nobody was, the session ended by itself, or the person ended it. */
type Absence = 'never signed in' | 'session ended' | 'signed out';

function Screens({ session, webSocketUrl }: Bootstrapped) {
  const me = useSyncExternalStore(session.subscribe, () => session.username);
  const [absence, setAbsence] = useState<Absence>('never signed in');
  if (me !== undefined && absence === 'never signed in') setAbsence('session ended');

  const endSession = useCallback(
    async (end: () => Promise<void>) => {
      const username = session.username ?? '';
      setAbsence('signed out');
      try {
        await end();
      } catch (reason) {
        setAbsence('session ended');
        throw reason;
      }
      deleteDrafts();
      forgetPlace();
      // Where this fails, the worker still shows nothing to anybody else.
      await Promise.allSettled([deleteUnsent(username), forget()]);
    },
    [session],
  );

  if (me === undefined) return <SignedOutScreens absence={absence} />;
  return (
    <EndSessionContext value={endSession}>
      <SignedInScreens me={me} webSocketUrl={webSocketUrl} />
    </EndSessionContext>
  );
}

function SignedOutScreens({ absence }: { absence: Absence }) {
  // People who type are about to need it.
  useEffect(() => {
    document.addEventListener('input', preloadMessenger, { once: true });
    return () => document.removeEventListener('input', preloadMessenger);
  }, []);

  return (
    <LoadBoundary>
      <Suspense fallback={<Splash problem={undefined} onRetry={() => {}} />}>
        <Switch>
          <Route path={paths.signIn}>
            <SignIn sessionEnded={absence === 'session ended'} />
          </Route>
          <Route path={paths.signUp} component={SignUp} />
          <Route path={paths.confirm} component={ConfirmSignUp} />
          <Route path={paths.forgotPassword} component={ForgotPassword} />
          <Route path={paths.resetPassword} component={ResetPassword} />
          <Route>
            <RedirectToSignIn andBack={absence !== 'signed out'} />
          </Route>
        </Switch>
      </Suspense>
    </LoadBoundary>
  );
}

function RedirectToSignIn({ andBack }: { andBack: boolean }) {
  const [location] = useLocation();
  const search = useSearch();
  const next = search === '' ? location : `${location}?${search}`;
  const isBack = andBack && isMessengerAddress(next);
  return <Redirect to={isBack ? withQuery(paths.signIn, { next }) : paths.signIn} replace />;
}

function SignedInScreens({ me, webSocketUrl }: { me: string; webSocketUrl: string }) {
  const search = useSearch();
  const [location] = useLocation();
  const landing = landingPath(location, parseQuery(search), lastPlace(me));
  return (
    <LoadBoundary>
      <Suspense fallback={<Splash problem={undefined} onRetry={() => {}} />}>
        <Switch>
          <Route path={MESSENGER_ROUTE}>
            {({ area, selected }) => (
              <Messenger key={me} me={me} webSocketUrl={webSocketUrl} area={area as Area} selected={selected} />
            )}
          </Route>
          <Route>
            {landing === undefined ? <NotFound list={paths.conversations} /> : <Redirect to={landing} replace />}
          </Route>
        </Switch>
      </Suspense>
    </LoadBoundary>
  );
}
