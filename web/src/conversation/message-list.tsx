/** The messages of a conversation, oldest first. Older ones load as the reader comes near the start. */
import { type KeyboardEvent, useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import type { ConversationView } from '#client/mailbox.ts';
import { isFocusLost } from '../hooks/is-focus-lost.ts';
import { isPlain, isWithShift } from '../hooks/keys.ts';
import { DownIcon } from '../parts/more-icons.tsx';
import { useMailbox } from '../state/mailbox.ts';
import { useNow, useTimeZone } from '../state/now.ts';
import { useName } from '../state/profiles.ts';
import { dayLabel } from '../text/days.ts';
import { unknownText } from '../text/unknown-text.ts';
import { messages } from '../words/messages.ts';
import { type ComposerTarget, isActionable, useEditedId } from './composer-target.ts';
import { DayLabel } from './day-label.tsx';
import { goToMessage } from './go-to-message.ts';
import { MessageItem } from './message-item.tsx';
import { MessageListEnd } from './message-list-end.tsx';
import { MessageListStart } from './message-list-start.tsx';
import { type TimelineItem, timeline } from './timeline.ts';
import { useCopiedMessages } from './use-copied-messages.ts';
import { useMessageListScroll } from './use-message-list-scroll.ts';
import { useReading } from './use-reading.ts';
import { useVisit } from './use-visit.ts';
import styles from './message-list.module.css';

interface MessageListProps {
  readonly view: ConversationView;
  /** Seq of the message at which it opens. The default is the first new one, else the newest. */
  readonly startAt?: number | undefined;
  /** Replies to a message or edits it. Undefined where no message can be sent. */
  readonly onTarget: ((target: ComposerTarget | undefined) => void) | undefined;
}

export function MessageList({ view, startAt, onTarget }: MessageListProps) {
  const { mailbox, me } = useMailbox();
  const now = useNow();
  const name = useName(view.peer);
  const zone = useTimeZone();
  const { scroller, list, atBottom, isAtBottom, topMessage, scrollToBottom } = useMessageListScroll(view, startAt);
  const { newAfter, unread } = useVisit(view.peer, view.through, atBottom, isAtBottom);
  useReading(view, scroller, list);
  useCopiedMessages(list);
  const { rows, unknown, hasOlder, hasNewer } = view;
  const items = useMemo(
    () => timeline({ rows, unknown, hasOlder, hasNewer }, me, newAfter),
    // Days begin where the time zone says.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [rows, unknown, hasOlder, hasNewer, me, newAfter, zone],
  );

  const editedId = useEditedId(view.peer);
  const tabbable = view.rows.findLast(isActionable)?.key;

  // People want to see what they send, wherever they were reading.
  const newest = view.rows.at(-1);
  const sending = newest?.state === 'pending' ? newest.key : undefined;
  useEffect(() => {
    if (sending) scrollToBottom();
  }, [sending, scrollToBottom]);

  useEffect(() => {
    if (startAt !== undefined) void goToMessage(mailbox, view.peer, startAt);
  }, [mailbox, view.peer, startAt]);

  // A key may remove the message that had the focus: it was deleted, or is sent again. The focus then goes to the
  // composer.
  const usedKeyboard = useRef(false);
  useLayoutEffect(() => {
    if (!usedKeyboard.current || !isFocusLost()) return;
    usedKeyboard.current = false;
    document.querySelector('textarea')?.focus();
  }, [view.rows]);

  const itemOf = (item: TimelineItem) => {
    switch (item.kind) {
      case 'message': {
        const read = item.row.sender === me && (item.row.seq ?? Infinity) <= view.readByPeer;
        return (
          <MessageItem
            key={item.key}
            item={item}
            peer={view.peer}
            read={read}
            onTarget={onTarget}
            tabbable={item.key === tabbable}
            edited={editedId !== undefined && item.row.id === editedId}
          />
        );
      }
      case 'new':
        return (
          <li key={item.key} className={styles.new} data-new>
            <span>{messages.newMessages}</span>
          </li>
        );
      case 'unknown':
        return (
          <li key={item.key} className={styles.unknown}>
            {unknownText()}
          </li>
        );
      case 'newer':
        return <MessageListEnd key={item.key} view={view} />;
      case 'day':
        return (
          <li key={item.key} className={styles.day} data-day>
            <span>{dayLabel(item.date, now)}</span>
          </li>
        );
    }
  };

  return (
    <div className={styles.wrapper}>
      <div
        ref={scroller}
        className={styles.scroller}
        tabIndex={0}
        role="region"
        aria-label={messages.messagesWith(name)}
      >
        <ol
          ref={list}
          className={styles.list}
          data-empty={items.length === 0 || undefined}
          onKeyDown={(event) => {
            usedKeyboard.current = true;
            moveFocus(event);
          }}
          onBlur={() => {
            usedKeyboard.current = false;
          }}
        >
          <MessageListStart view={view} />
          {items.map(itemOf)}
        </ol>
      </div>
      <DayLabel scroller={scroller} topMessage={topMessage} />
      {!atBottom && (
        <button type="button" className={styles.jump} onClick={scrollToBottom}>
          <DownIcon />
          {unread > 0 ? messages.newBelow(unread) : messages.jumpToLatest}
        </button>
      )}
    </div>
  );
}

/** Arrow keys move from message to message, among the buttons of their menus, or the boxes that select them. */
function moveFocus(event: KeyboardEvent<HTMLOListElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const { target, currentTarget } = event;
  const box = target instanceof HTMLInputElement && target.matches('[data-select]') ? target : undefined;
  // Shift selects on the way.
  if (!isPlain(event) && !(box && isWithShift(event))) return;
  const stops = [
    ...currentTarget.querySelectorAll<HTMLElement>(box ? '[data-select]' : 'button[aria-expanded="false"]'),
  ];
  const index = stops.findIndex((stop) => stop === target);
  if (index < 0) return;
  event.preventDefault();
  const next = stops[index + (event.key === 'ArrowDown' ? 1 : -1)];
  next?.focus();
  if (event.shiftKey && next instanceof HTMLInputElement && !next.checked) next.click();
}
