import { type KeyboardEvent, useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import type { ConversationView } from '#client/mailbox.ts';
import { isFocusLost } from '../hooks/use-roving-focus.ts';
import { Avatar } from '../parts/avatar.tsx';
/** What was said, oldest first: a plain list, which loads older messages as its beginning comes near. */
import { Button } from '../parts/button.tsx';
import { DownIcon } from '../parts/icons.tsx';
import { useMailbox } from '../state/mailbox.ts';
import { useNow } from '../state/now.ts';
import { dayLabel } from '../text/dates.ts';
import { explain } from '../text/explain.ts';
import { type ComposerTarget, isThere } from './composer-target.ts';
import { MessageItem } from './message-item.tsx';
import { timeline } from './timeline.ts';
import { useMessageListScroll } from './use-message-list-scroll.ts';
import { useVisit } from './use-visit.ts';
import styles from './message-list.module.css';

interface MessageListProps {
  readonly view: ConversationView;
  /** Answers or edits a message. Not given where nothing can be written. */
  readonly onTarget: ((target: ComposerTarget) => void) | undefined;
}

export function MessageList({ view, onTarget }: MessageListProps) {
  const { me } = useMailbox();
  const now = useNow();
  const { scroller, list, atBottom, toBottom } = useMessageListScroll(view);
  const { newAfter, unread } = useVisit(view.peer, view.through, atBottom);
  const items = useMemo(() => timeline(view.rows, me, newAfter), [view.rows, me, newAfter]);

  const tabbable = view.rows.findLast(isThere)?.key;

  // Whoever sends wants to see it, wherever they were reading.
  const unsent = view.rows.at(-1)?.state === 'pending' ? view.rows.at(-1)?.key : undefined;
  useEffect(() => {
    if (unsent) toBottom();
  }, [unsent, toBottom]);

  // Where what a key was pressed on has gone, with a message that is deleted or sent again, writing goes on.
  const held = useRef(false);
  useLayoutEffect(() => {
    if (!held.current || !isFocusLost()) return;
    held.current = false;
    document.querySelector('textarea')?.focus();
  }, [view.rows]);

  return (
    <div className={styles.place}>
      <div
        ref={scroller}
        className={styles.scroller}
        tabIndex={0}
        role="region"
        aria-label={`Messages with ${view.peer}`}
      >
        <ol
          ref={list}
          className={styles.list}
          data-empty={items.length === 0 || undefined}
          onKeyDown={(event) => {
            held.current = true;
            goAlong(event);
          }}
          onBlur={() => {
            held.current = false;
          }}
        >
          <Beginning view={view} />
          {items.map((item) => {
            if (item.kind === 'message') {
              const read = item.row.sender === me && (item.row.seq ?? Infinity) <= view.readByPeer;
              return (
                <MessageItem
                  key={item.key}
                  item={item}
                  peer={view.peer}
                  read={read}
                  onTarget={onTarget}
                  tabbable={item.key === tabbable}
                />
              );
            }
            if (item.kind === 'new') {
              return (
                <li key={item.key} className={styles.new} data-new>
                  <span>New messages</span>
                </li>
              );
            }
            return (
              <li key={item.key} className={styles.day}>
                <span>{dayLabel(item.date, now)}</span>
              </li>
            );
          })}
        </ol>
      </div>
      {!atBottom && (
        <button type="button" className={styles.jump} onClick={toBottom}>
          <DownIcon />
          {unread > 0 ? `${unread} new ${unread === 1 ? 'message' : 'messages'}` : 'Jump to latest'}
        </button>
      )}
    </div>
  );
}

/** The arrows go from message to message, among the buttons for what can be done about them. */
function goAlong(event: KeyboardEvent<HTMLOListElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const openers = [...event.currentTarget.querySelectorAll<HTMLButtonElement>('button[aria-expanded="false"]')];
  const index = openers.findIndex((opener) => opener === event.target);
  if (index < 0) return;
  event.preventDefault();
  openers[index + (event.key === 'ArrowDown' ? 1 : -1)]?.focus();
}

/** Above the oldest message: the way to older ones, or the beginning of it all. */
function Beginning({ view: { peer, loaded, hasOlder, loading, error, rows } }: { view: ConversationView }) {
  const { mailbox } = useMailbox();
  const place = useRef<HTMLLIElement>(null);

  useEffect(() => {
    if (!place.current || !hasOlder || loading || error) return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && void mailbox.loadOlder(peer), {
      root: place.current.closest('[role="region"]'),
      rootMargin: '500px 0px 0px',
    });
    observer.observe(place.current);
    return () => observer.disconnect();
  }, [mailbox, peer, hasOlder, loading, error, rows]);

  if (rows.length === 0) {
    return (
      <li className={styles.hello}>
        <Avatar name={peer} size="l" />
        <h2>
          Say hello to <bdi>{peer}</bdi>
        </h2>
        <p>Only the two of you see what is written here.</p>
      </li>
    );
  }
  if (!loaded) {
    return (
      <li className={styles.beginning}>
        {error && !loading ? (
          <>
            <p>{explain(error).detail}</p>
            <Button variant="quiet" onClick={() => void mailbox.open(peer)}>
              Try again
            </Button>
          </>
        ) : (
          <p>Loading messages…</p>
        )}
      </li>
    );
  }
  return (
    <li ref={place} className={styles.beginning}>
      {hasOlder && error && !loading ? (
        <>
          <p>{explain(error).detail}</p>
          <Button variant="quiet" onClick={() => void mailbox.loadOlder(peer)}>
            Load older messages
          </Button>
        </>
      ) : hasOlder ? (
        <p>Loading older messages…</p>
      ) : (
        <p>
          This is where your conversation with <bdi>{peer}</bdi> begins.
        </p>
      )}
    </li>
  );
}
