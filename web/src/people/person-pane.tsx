/** One person at their own address: who they are, how much they have helped, and what one can do. */
import { useCallback, useEffect, useState } from 'react';
import { getUser } from '#contract/routes/users.ts';
import type { Profile } from '#contract/users.ts';
import { BlockDialog } from '../conversation/block-dialog.tsx';
import { Report } from '../conversation/report.tsx';
import { useFetch } from '../hooks/use-fetch.ts';
import { Alert } from '../parts/alert.tsx';
import { Button, ButtonLink } from '../parts/button.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { BlockIcon, MoreIcon } from '../parts/icons.tsx';
import { ListSkeleton } from '../parts/list-skeleton.tsx';
import { LoadError } from '../parts/load-error.tsx';
import { Menu, MenuItem } from '../parts/menu.tsx';
import { FlagIcon } from '../parts/more-icons.tsx';
import { MuteItems } from '../parts/mute-items.tsx';
import { Pane } from '../parts/pane.tsx';
import { useWayBack } from '../parts/profile-link.tsx';
import { Sentence } from '../parts/sentence.tsx';
import { paths, selectionPath } from '../paths.ts';
import { useBlocks, useIsBlocked } from '../state/blocks.ts';
import { useConversationUpdate } from '../state/conversation-update.ts';
import { useMailbox, useRow } from '../state/mailbox.ts';
import { useNow } from '../state/now.ts';
import { useSession } from '../state/session.ts';
import { explain, isRefusal } from '../text/explain.ts';
import { person } from '../words/person.ts';
import { safety } from '../words/safety.ts';
import { Introduction } from './introduction.tsx';
import { PersonPosts } from './person-posts.tsx';
import { ThankYous } from './thank-yous.tsx';
import pane from '../parts/pane.module.css';
import styles from './person-pane.module.css';

/** Give it the user name as a `key`. */
export function PersonPane({ username }: { username: string }) {
  const session = useSession();
  const { mailbox, me } = useMailbox();
  const load = useCallback(() => session.call(getUser, { parameters: { username } }), [session, username]);
  const { value: profile, problem, reload } = useFetch(load, useNow());
  // A message is likely to be the next step.
  useEffect(() => {
    void mailbox.open(username);
    return () => mailbox.leave(username);
  }, [mailbox, username]);

  const back = useWayBack();

  return (
    <Pane title={profile?.displayName ?? username} area="people" back={back}>
      {isRefusal(problem, 'not-found') ? (
        <NobodyHere username={username} />
      ) : profile ? (
        <>
          <Introduction profile={profile} />
          {username === me ? <OwnActions /> : <Actions profile={profile} />}
          <ThankYous username={username} name={profile.displayName} />
          <PersonPosts username={username} name={profile.displayName} />
        </>
      ) : problem ? (
        <LoadError title={person.notLoaded} text={explain(problem).detail} onRetry={() => void reload()} />
      ) : (
        <ListSkeleton />
      )}
    </Pane>
  );
}

/** The account is gone, or there never was one. What was written with its owner stays. */
function NobodyHere({ username }: { username: string }) {
  const haveTalked = useRow(username) !== undefined;
  if (haveTalked)
    return (
      <EmptyState title={person.accountDeleted} text={person.messagesStay}>
        <ButtonLink href={selectionPath('conversations', username)} variant="secondary">
          {person.openConversation}
        </ButtonLink>
      </EmptyState>
    );
  return (
    <EmptyState title={person.unknownUser} text={person.unknownUserText(username)}>
      <ButtonLink href={paths.people} variant="secondary">
        {person.browsePeople}
      </ButtonLink>
    </EmptyState>
  );
}

function OwnActions() {
  const { me } = useMailbox();
  return (
    <div className={pane.section}>
      <p className={pane.lead}>{person.whatOthersSee}</p>
      <div className={pane.actions}>
        <ButtonLink href={selectionPath('settings', 'profile')} variant="primary">
          {person.editProfile}
        </ButtonLink>
        <ButtonLink href={selectionPath('conversations', me)} variant="secondary">
          {person.notesToYourself}
        </ButtonLink>
      </div>
    </div>
  );
}

function Actions({ profile: { username, displayName } }: { profile: Profile }) {
  const { unblock } = useBlocks();
  const isBlocked = useIsBlocked(username);
  const row = useRow(username);
  const [dialog, setDialog] = useState<'block' | 'report'>();
  const { problem, update } = useConversationUpdate(username);
  const [unblockProblem, setUnblockProblem] = useState<string>();
  const close = (): void => setDialog(undefined);

  return (
    <div className={pane.section}>
      {(problem ?? unblockProblem) && <Alert tone="error">{problem ?? unblockProblem}</Alert>}
      {isBlocked && <p className={pane.lead}>{person.youBlocked(displayName)}</p>}
      <div className={pane.actions}>
        <ButtonLink href={selectionPath('conversations', username)} variant={isBlocked ? 'secondary' : 'primary'}>
          {isBlocked ? person.openConversation : person.message}
        </ButtonLink>
        {isBlocked && (
          <Button
            variant="secondary"
            onClick={() => {
              setUnblockProblem(undefined);
              unblock(username).catch((reason: unknown) => setUnblockProblem(explain(reason).detail));
            }}
          >
            {person.unblock}
          </Button>
        )}
        <Menu label={person.moreAbout(displayName)} icon={<MoreIcon />} className={styles.menu}>
          {row && <MuteItems name={displayName} muted={row.muted} onUpdate={update} />}
          {!isBlocked && (
            <MenuItem icon={<BlockIcon />} onSelect={() => setDialog('block')}>
              <Sentence of={safety.askToBlock(<bdi>{displayName}</bdi>)} />
            </MenuItem>
          )}
          <MenuItem icon={<FlagIcon />} onSelect={() => setDialog('report')}>
            <Sentence of={safety.askToReport(<bdi>{displayName}</bdi>)} />
          </MenuItem>
        </Menu>
      </div>
      {dialog === 'block' && <BlockDialog peer={username} onClose={close} />}
      {dialog === 'report' && <Report peer={username} onClose={close} />}
    </div>
  );
}
