/** A conversation: the header, the messages and the composer. */
import { useEffect } from 'react';
import type { ConversationView } from '#client/mailbox.ts';
import { ApiProblem } from '#client/problem.ts';
import { ClosedComposer } from '../conversation/closed-composer.tsx';
import { useComposerTarget } from '../conversation/composer-target.ts';
import { Composer } from '../conversation/composer.tsx';
import { ConversationHeader } from '../conversation/conversation-header.tsx';
import { MessageListSkeleton } from '../conversation/message-list-skeleton.tsx';
import { MessageList } from '../conversation/message-list.tsx';
import { TypingIndicator } from '../conversation/typing-indicator.tsx';
import { useSlowSending } from '../conversation/use-slow-sending.ts';
import { useUnreadLoaded } from '../conversation/use-unread-loaded.ts';
import { ButtonLink } from '../parts/button.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { LoadError } from '../parts/load-error.tsx';
import { paths } from '../paths.ts';
import { useBlocks, useIsBlocked } from '../state/blocks.ts';
import { useMailbox, useMailboxState } from '../state/mailbox.ts';
import { type CachedProfile, displayNameOf, usePresence } from '../state/profiles.ts';
import { explain, isRefusal } from '../text/explain.ts';

interface ConversationProps {
  readonly peer: string;
  /** The address of the list that led here. */
  readonly back: string;
}

export function Conversation({ peer, back }: ConversationProps) {
  const { mailbox } = useMailbox();
  const profile = usePresence(peer);
  const view = useMailboxState((state) => state.conversations[peer]);

  useEffect(() => {
    void mailbox.open(peer);
  }, [mailbox, peer]);

  const unknown = view?.error instanceof ApiProblem && view.error.status === 404;
  return (
    <>
      <ConversationHeader peer={peer} back={back} profile={profile} unknown={unknown} />
      {unknown && view.rows.length === 0 ? (
        <EmptyState title="Unknown user" text={`There’s nobody called ${peer}. Check the spelling.`}>
          <ButtonLink href={paths.people} variant="secondary">
            Browse people
          </ButtonLink>
        </EmptyState>
      ) : (
        <ConversationBody peer={peer} view={view} profile={profile} />
      )}
    </>
  );
}

interface ConversationBodyProps {
  readonly peer: string;
  readonly view: ConversationView | undefined;
  readonly profile: CachedProfile | undefined;
}

function ConversationBody({ peer, view, profile }: ConversationBodyProps) {
  const { mailbox } = useMailbox();
  const { unblock } = useBlocks();
  const [target, setTarget] = useComposerTarget(peer);
  const blocked = useIsBlocked(peer);
  const deleted = profile === 'deleted';
  // Until it is known where reading starts, only unsent messages are shown.
  const ready = useUnreadLoaded(peer, view);
  const unsent = view?.rows.filter(({ state }) => state !== 'sent') ?? [];
  const sending = useSlowSending(unsent);
  if (!view || (!ready && unsent.length === 0)) {
    if (!view?.error) return <MessageListSkeleton />;
    return (
      <LoadError
        title="We couldn’t load the messages"
        text={explain(view.error).detail}
        onRetry={() => void (view.loaded ? mailbox.loadOlder(peer) : mailbox.open(peer))}
      />
    );
  }
  const refused = unsent.filter(({ problem }) => isRefusal(problem, 'not-accepting'));
  const shown = ready ? view : { ...view, rows: unsent, loaded: false, through: 0 };
  return (
    <>
      <MessageList
        key={String(ready)}
        view={shown}
        onTarget={deleted || blocked || refused.length > 0 ? undefined : setTarget}
      />
      <TypingIndicator name={displayNameOf(peer, profile)} typing={view.typing} sending={sending} />
      {deleted ? (
        <ClosedComposer text="This account was deleted. You can’t send messages here." />
      ) : blocked ? (
        <ClosedComposer
          text={`You’ve blocked ${displayNameOf(peer, profile)}.`}
          actionLabel="Unblock"
          onAction={() => unblock(peer)}
        />
      ) : refused.length > 0 ? (
        // Another message would fail as this one did.
        <ClosedComposer
          text={`${displayNameOf(peer, profile)} doesn’t accept messages from you.`}
          actionLabel="Try again"
          onAction={async () => refused.forEach(({ key }) => mailbox.retry(peer, key))}
        />
      ) : (
        <Composer
          key={target?.kind === 'edit' ? target.row.key : ''}
          peer={peer}
          target={target}
          onTarget={setTarget}
        />
      )}
    </>
  );
}
