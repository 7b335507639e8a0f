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
    <Pane title="Privacy" area="settings">
      {profile ? (
        <>
          <Switch
            label="Read receipts"
            hint="Others see how far you have read their messages."
            checked={profile.readReceipts !== false}
            busy={busy}
            onChange={(readReceipts) => void change({ readReceipts })}
          />
          <Switch
            label="First messages are requests"
            hint="Somebody who writes to you for the first time can write once, until you answer."
            checked={profile.requests === true}
            busy={busy}
            onChange={(requests) => void change({ requests })}
          />
          <Switch
            label="Only my user name finds me"
            hint="The list of people leaves you out. Somebody who knows your whole user name finds you by it."
            checked={profile.unlisted === true}
            busy={busy}
            onChange={(unlisted) => void change({ unlisted })}
          />
          {problem && <Alert tone="error">{problem}</Alert>}
        </>
      ) : notLoaded ? (
        <LoadError
          title="We couldn’t load your settings"
          text={explain(notLoaded).detail}
          onRetry={() => void load()}
        />
      ) : (
        <ListSkeleton />
      )}
    </Pane>
  );
}
