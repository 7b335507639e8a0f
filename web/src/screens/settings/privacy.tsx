/** What others learn of me, and who may write to me first. */
import { useState } from 'react';
import type { Given } from '#contract/route.ts';
import { updateMe } from '#contract/routes/users.ts';
import { Alert } from '../../parts/alert.tsx';
import { ListSkeleton } from '../../parts/list-skeleton.tsx';
import { LoadError } from '../../parts/load-error.tsx';
import { Pane } from '../../parts/pane.tsx';
import { Switch } from '../../parts/switch.tsx';
import { useMyProfile } from '../../state/my-profile.ts';
import { useSession } from '../../state/session.ts';
import { explain } from '../../text/explain.ts';
import { settings } from '../../words/settings.ts';

export function Privacy() {
  const session = useSession();
  const { profile, problem: notLoaded, load, set } = useMyProfile();
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);

  const change = async (body: Given<typeof updateMe>['body']): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    try {
      set(await session.call(updateMe, { body }));
    } catch (reason) {
      setProblem(explain(reason).detail);
    }
    setBusy(false);
  };

  return (
    <Pane title={settings.privacy} area="settings">
      {profile ? (
        <>
          <Switch
            label={settings.readReceipts}
            hint={settings.readReceiptsHint}
            checked={profile.readReceipts !== false}
            busy={busy}
            onChange={(readReceipts) => void change({ readReceipts })}
          />
          <Switch
            label={settings.firstAreRequests}
            hint={settings.firstAreRequestsHint}
            checked={profile.requests === true}
            busy={busy}
            onChange={(requests) => void change({ requests })}
          />
          <Switch
            label={settings.byUserNameOnly}
            hint={settings.byUserNameOnlyHint}
            checked={profile.unlisted === true}
            busy={busy}
            onChange={(unlisted) => void change({ unlisted })}
          />
          {problem && <Alert tone="error">{problem}</Alert>}
        </>
      ) : notLoaded ? (
        <LoadError title={settings.settingsNotLoaded} text={explain(notLoaded).detail} onRetry={() => void load()} />
      ) : (
        <ListSkeleton />
      )}
    </Pane>
  );
}
