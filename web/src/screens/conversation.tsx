import { useEffect, useState } from 'react';
import type { ConversationView } from '#client/mailbox.ts';
import { ApiProblem } from '#client/problem.ts';
import { ClosedComposer } from '../conversation/closed-composer.tsx';
import type { ComposerTarget } from '../conversation/composer-target.ts';
import { Composer } from '../conversation/composer.tsx';
import { ConversationHeader } from '../conversation/conversation-header.tsx';
import { MessageListSkeleton } from '../conversation/message-list-skeleton.tsx';
import { MessageList } from '../conversation/message-list.tsx';
import { TypingIndicator } from '../conversation/typing-indicator.tsx';
import { ButtonLink } from '../parts/button.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { LoadError } from '../parts/load-error.tsx';
/** One conversation: with whom, what was said, and the place to write. */
import { paths } from '../paths.ts';
import { useBlocks, useIsBlocked } from '../state/blocks.ts';
import { useMailbox, useMailboxState } from '../state/mailbox.ts';
import { type CachedProfile, displayNameOf, usePresence } from '../state/profiles.ts';
import { explain } from '../text/explain.ts';

/** @param back the list this conversation was chosen from */
export function Conversation({ peer, back }: { peer: string; back: string }) {
  const { mailbox } = useMailbox();
  const known = usePresence(peer);
  const view = useMailboxState((state) => state.conversations[peer]);

  useEffect(() => {
    void mailbox.open(peer);
  }, [mailbox, peer]);

  const unknown = view?.error instanceof ApiProblem && view.error.status === 404;
  return (
    <>
      <ConversationHeader peer={peer} back={back} known={known} unknown={unknown} />
      {unknown && view.rows.length === 0 ? (
        <EmptyState title={`There is nobody called ${peer}`} text="Perhaps the name is spelled differently.">
          <ButtonLink href={paths.people} variant="secondary">
            Look among all people
          </ButtonLink>
        </EmptyState>
      ) : (
        <Talk peer={peer} view={view} known={known} />
      )}
    </>
  );
}

function Talk({
  peer,
  view,
  known,
}: {
  peer: string;
  view: ConversationView | undefined;
  known: CachedProfile | undefined;
}) {
  const { mailbox } = useMailbox();
  const { unblock } = useBlocks();
  const [target, setTarget] = useState<ComposerTarget>();
  const blocked = useIsBlocked(peer);
  const deleted = known === 'deleted';
  const inboxLoaded = useMailboxState((state) => state.inboxLoaded);
  // What is new, and so where to begin to read, is known from the inbox. Until then there is what I have not sent yet.
  const whole = view?.loaded === true && inboxLoaded;
  const unsent = view?.rows.filter(({ state }) => state !== 'sent') ?? [];
  if (!view || (!whole && unsent.length === 0)) {
    if (!view?.error) return <MessageListSkeleton />;
    return (
      <LoadError
        title="We couldn’t load the messages"
        text={explain(view.error).detail}
        onRetry={() => void mailbox.open(peer)}
      />
    );
  }
  const shown = whole ? view : { ...view, rows: unsent, loaded: false, through: 0 };
  return (
    <>
      <MessageList key={String(whole)} view={shown} onTarget={deleted || blocked ? undefined : setTarget} />
      <TypingIndicator name={displayNameOf(peer, known)} typing={view.typing} />
      {deleted ? (
        <ClosedComposer words="This account was deleted. Nobody reads here any more." />
      ) : blocked ? (
        <ClosedComposer words={`You have blocked ${peer}.`} act="Unblock" onAct={() => unblock(peer)} />
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
