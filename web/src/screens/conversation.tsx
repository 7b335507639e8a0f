/** A conversation: the header, the messages and the composer. */
import { Suspense, lazy, useEffect, useState } from 'react';
import type { ConversationView, InboxRow, MessageRow } from '#client/mailbox.ts';
import { ApiProblem } from '#client/problem.ts';
import { ViewerHost } from '../attachments/viewer-host.tsx';
import { ClosedComposer } from '../conversation/closed-composer.tsx';
import { type BegunTarget, type ComposerTarget, useComposerTarget } from '../conversation/composer-target.ts';
import { Composer } from '../conversation/composer.tsx';
import { ConversationHeader } from '../conversation/conversation-header.tsx';
import { MessageListSkeleton } from '../conversation/message-list-skeleton.tsx';
import { MessageList } from '../conversation/message-list.tsx';
import { stopSelecting, useSelected } from '../conversation/selection.ts';
import { TypingIndicator } from '../conversation/typing-indicator.tsx';
import { useLinkedSeq } from '../conversation/use-linked-seq.ts';
import { useOpeningPlace } from '../conversation/use-opening-place.ts';
import { useSlowSending } from '../conversation/use-slow-sending.ts';
import { ButtonLink } from '../parts/button.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { LoadBoundary } from '../parts/load-boundary.tsx';
import { LoadError } from '../parts/load-error.tsx';
import { paths } from '../paths.ts';
import { useBlocks, useIsBlocked } from '../state/blocks.ts';
import { useDraftPost } from '../state/drafts.ts';
import { useMailbox, useMailboxState } from '../state/mailbox.ts';
import { type CachedProfile, displayNameOf, usePresence } from '../state/profiles.ts';
import { explain, isRefusal } from '../text/explain.ts';
import { messages } from '../words/messages.ts';
import { problems } from '../words/problems.ts';
import styles from './conversation.module.css';

const PostBar = lazy(async () => ({ default: (await import('../conversation/post-bar.tsx')).PostBar }));
const SelectionBar = lazy(async () => ({ default: (await import('../conversation/selection-bar.tsx')).SelectionBar }));
const RequestPanel = lazy(async () => ({ default: (await import('../conversation/request-panel.tsx')).RequestPanel }));

interface ConversationProps {
  readonly peer: string;
}

export function Conversation({ peer }: ConversationProps) {
  const { mailbox } = useMailbox();
  const profile = usePresence(peer);
  const view = useMailboxState((state) => state.conversations[peer]);

  useEffect(() => {
    void mailbox.open(peer);
    return () => {
      mailbox.leave(peer);
      stopSelecting(mailbox);
    };
  }, [mailbox, peer]);

  const unknown = view?.error instanceof ApiProblem && view.error.status === 404;
  return (
    <>
      <ConversationHeader peer={peer} profile={profile} unknown={unknown} />
      {unknown && view.rows.length === 0 ? (
        <EmptyState title={messages.unknownUser} text={messages.unknownUserText(peer)}>
          <ButtonLink href={paths.people} variant="secondary">
            {messages.browsePeople}
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
  const [target, setTarget] = useComposerTarget(peer);
  const selected = useSelected(peer);
  const blocked = useIsBlocked(peer);
  const [answering, setAnswering] = useState(false);
  const row = useMailboxState((state) => state.inbox.find((candidate) => candidate.peer === peer));
  // Until it is known where reading starts, only unsent messages are shown.
  const linked = useLinkedSeq(peer, view);
  const { ready, retry } = useOpeningPlace(peer, view, linked);
  const unsent = view?.rows.filter(({ state }) => state !== 'sent') ?? [];
  const sending = useSlowSending(unsent);
  if (!view || (!ready && unsent.length === 0)) {
    if (!view?.error) return <MessageListSkeleton />;
    return <LoadError title={messages.notLoaded} text={explain(view.error).detail} onRetry={retry} />;
  }
  const refused = unsent.filter(({ problem }) => isRefusal(problem, 'not-accepting'));
  const shown = ready ? view : { ...view, rows: unsent, loaded: false, through: 0, hasNewer: false };
  const isClosed = profile === 'deleted' || blocked || refused.length > 0;
  const isRequest = row?.request === true && !answering;
  return (
    <>
      {row?.post && (
        <LoadBoundary fallback={null}>
          <Suspense fallback={<div className={styles.bar} />}>
            <PostBar key={row.post.id} post={row.post} peer={peer} lastSeq={row.lastSeq} />
          </Suspense>
        </LoadBoundary>
      )}
      <ViewerHost peer={peer}>
        <MessageList
          key={String(ready)}
          view={shown}
          startAt={linked}
          onTarget={isClosed || isRequest ? undefined : setTarget}
        />
      </ViewerHost>
      <TypingIndicator name={displayNameOf(peer, profile)} typing={view.typing} sending={sending} />
      {selected ? (
        <LoadBoundary>
          <Suspense fallback={<div className={styles.selection} />}>
            <SelectionBar peer={peer} window={view.rows} rows={selected} />
          </Suspense>
        </LoadBoundary>
      ) : isClosed || (isRequest && row.declined) ? (
        <ClosedConversation peer={peer} profile={profile} isBlocked={blocked} refused={refused} />
      ) : isRequest ? (
        <LoadBoundary>
          <Suspense>
            <RequestPanel peer={peer} profile={profile} onAnswer={() => setAnswering(true)} />
          </Suspense>
        </LoadBoundary>
      ) : (
        <OpenComposer peer={peer} row={row} profile={profile} target={target} onTarget={setTarget} />
      )}
    </>
  );
}

interface ClosedConversationProps extends Pick<ConversationBodyProps, 'peer' | 'profile'> {
  readonly isBlocked: boolean;
  /** Messages that the peer did not accept. */
  readonly refused: readonly MessageRow[];
}

/** Says why no message can be sent, and offers what would change that. */
function ClosedConversation({ peer, profile, isBlocked, refused }: ClosedConversationProps) {
  const { mailbox } = useMailbox();
  const { unblock } = useBlocks();
  const name = displayNameOf(peer, profile);
  if (profile === 'deleted') return <ClosedComposer text={messages.accountDeleted} />;
  if (isBlocked)
    return (
      <ClosedComposer text={messages.youBlocked(name)} actionLabel={messages.unblock} onAction={() => unblock(peer)} />
    );
  if (refused.length > 0)
    // Another message would fail as these did.
    return (
      <ClosedComposer
        text={messages.notAccepting(name)}
        actionLabel={messages.tryAgain}
        onAction={async () => refused.forEach(({ key }) => mailbox.retry(peer, key))}
      />
    );
  return (
    <ClosedComposer
      text={messages.declined(name)}
      actionLabel={messages.undo}
      takesFocus
      onAction={() => mailbox.updateConversation(peer, { declined: false })}
    />
  );
}

interface OpenComposerProps extends Pick<ConversationBodyProps, 'peer' | 'profile'> {
  readonly row: InboxRow | undefined;
  readonly target: BegunTarget | undefined;
  readonly onTarget: (target: ComposerTarget | undefined) => void;
}

/** The composer, which says where a message is a request. */
function OpenComposer({ peer, row, profile, target, onTarget }: OpenComposerProps) {
  const { me } = useMailbox();
  const post = useDraftPost(me, peer);
  const asks = peer !== me && (post !== undefined || (profile !== 'deleted' && profile?.requests === true));
  return (
    <Composer
      key={target?.kind === 'edit' ? target.key : ''}
      peer={peer}
      target={target}
      onTarget={onTarget}
      waitsFor={row?.awaitingAnswer && problems.awaitingAnswer}
      hint={asks && !row?.lastMessage ? messages.firstIsRequest : undefined}
    />
  );
}
