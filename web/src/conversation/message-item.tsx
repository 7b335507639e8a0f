/** One message: who wrote it, its text, its time, whether it was sent and read, and the reactions to it. */
import { type MouseEvent, memo, useState } from 'react';
import { UploadLine } from '../attachments/upload-line.tsx';
import { readDraft, writeDraft, writeDraftPost } from '../state/drafts.ts';
import { useMailbox } from '../state/mailbox.ts';
import { useTimeZone } from '../state/now.ts';
import { useName } from '../state/profiles.ts';
import { fullDateOf, timeOf } from '../text/dates.ts';
import { explain } from '../text/explain.ts';
import { messages } from '../words/messages.ts';
import { beginningOf } from './beginning-of.ts';
import { type ComposerTarget, isActionable } from './composer-target.ts';
import { MessageBubble } from './message-bubble.tsx';
import { MessageStatus } from './message-status.tsx';
import { MessageToolbar } from './message-toolbar.tsx';
import { Reactions } from './reactions.tsx';
import { SelectionBox } from './selection-box.tsx';
import { toggleSelected, useIsSelected } from './selection.ts';
import type { TimelineMessage } from './timeline.ts';
import { DelayedMessage, FailedMessage } from './unsent-message.tsx';
import { useSwipe } from './use-swipe.ts';
import styles from './message-item.module.css';

interface MessageItemProps {
  readonly item: TimelineMessage;
  readonly peer: string;
  /** True if the other person is known to have read it. */
  readonly read: boolean;
  /** Replies to a message or edits it. Must stay the same function; undefined where no message can be sent. */
  readonly onTarget: ((target: ComposerTarget | undefined) => void) | undefined;
  /** True if Tab reaches the menu of this message. */
  readonly tabbable: boolean;
  /** True while it is being edited. */
  readonly edited: boolean;
}

export const MessageItem = memo(
  function MessageItem({ item: { row, date, first, last }, peer, read, onTarget, tabbable, edited }: MessageItemProps) {
    const { mailbox, me } = useMailbox();
    useTimeZone();
    const name = useName(peer);
    const [problem, setProblem] = useState<string>();
    /** A mouse is over it. */
    const [active, setActive] = useState(false);
    const mine = row.sender === me;
    const actionable = isActionable(row) ? row : undefined;

    const react = (emoji: string, on: boolean): void => {
      if (!actionable) return;
      setProblem(undefined);
      const change = on ? mailbox.addReaction : mailbox.removeReaction;
      change(peer, actionable.id, emoji).catch((reason: unknown) => setProblem(explain(reason).detail));
    };

    /** Puts an unsent text before what is in the composer, with its files and what it refers to. */
    const takeBack = async (target: NonNullable<typeof onTarget>): Promise<void> => {
      const { rows = [] } = mailbox.state.conversations[peer] ?? {};
      const quoted = rows.filter(isActionable).find(({ id }) => id === row.quote?.id);
      if (row.attachments) {
        const { takeBackFiles } = await import('../pictures/pick-files.ts');
        await takeBackFiles({ me, peer }, row.attachments);
      }
      const draft = readDraft(me, peer);
      mailbox.discardUnsent(peer, row.key);
      writeDraft(me, peer, [row.body, draft].filter((text) => text !== '').join('\n'));
      if (row.post) writeDraftPost(me, peer, row.post);
      target(quoted && { kind: 'reply', row: quoted });
      document.querySelector('textarea')?.focus();
    };

    const selected = useIsSelected(peer, row.id);
    const selecting = selected !== undefined;
    const select = selecting ? actionable : undefined;

    const reply =
      actionable && onTarget && !selecting ? (): void => onTarget({ kind: 'reply', row: actionable }) : undefined;
    const swipe = useSwipe(reply, lineOf);

    /** Beside the text, in which a double click selects a word. */
    const onDoubleClick = ({ target }: MouseEvent): void => {
      if (!reply || !(target instanceof Element) || target.closest('[data-text], a, button')) return;
      getSelection()?.removeAllRanges();
      reply();
    };

    const isForwarded = row.attachments?.some(({ from }) => from !== undefined);
    const onNotTakenBack = (): void => setProblem(messages.partNotLoaded);

    return (
      <li
        className={styles.item}
        data-key={row.key}
        data-seq={row.seq}
        data-at={row.timestamp}
        data-sender={row.sender}
        data-mine={mine || undefined}
        data-first={first || undefined}
        data-last={last || undefined}
        data-editing={edited || undefined}
        data-selected={selected || undefined}
        data-selecting={selecting || undefined}
        onDoubleClick={onDoubleClick}
        // The box itself changes by its own click.
        onClick={({ target, shiftKey }) => {
          if (!select || target instanceof HTMLInputElement) return;
          toggleSelected(mailbox, peer, select, shiftKey);
        }}
        onPointerEnter={({ pointerType }) => pointerType === 'mouse' && setActive(true)}
        onPointerLeave={() => setActive(false)}
        {...swipe}
      >
        {select && (
          <SelectionBox
            peer={peer}
            row={select}
            selected={selected ?? false}
            label={`${mine ? messages.you : name}, ${beginningOf(row)}`}
            tabbable={tabbable}
          />
        )}
        <span className="visually-hidden">{mine ? messages.you : name}:</span>
        <div className={styles.line} data-line inert={selecting}>
          <div className={styles.corner}>
            <MessageBubble row={row} />
            {actionable && (
              <MessageToolbar
                row={actionable}
                peer={peer}
                onTarget={onTarget}
                onReact={react}
                onProblem={setProblem}
                tabbable={tabbable}
                active={active}
              />
            )}
          </div>
          {!last && (
            <time className={styles.aside} dateTime={row.timestamp} title={fullDateOf(date)}>
              {timeOf(date)}
            </time>
          )}
        </div>
        {actionable && <Reactions peer={peer} row={actionable} onReact={onTarget && react} />}
        {problem && (
          <p className={styles.problem} role="alert">
            {problem}
          </p>
        )}
        {row.state === 'failed' ? (
          <FailedMessage
            row={row}
            peer={peer}
            // This device has no bytes of files that are forwarded, so the composer cannot hold them.
            onEdit={isForwarded ? undefined : onTarget && (() => takeBack(onTarget).catch(onNotTakenBack))}
          />
        ) : row.delay ? (
          <DelayedMessage rowKey={row.key} delay={row.delay} peer={peer} />
        ) : row.state === 'pending' && row.attachments ? (
          <UploadLine row={row} peer={peer} />
        ) : (
          last && (
            <p className={styles.meta}>
              <time dateTime={row.timestamp} title={fullDateOf(date)}>
                {timeOf(date)}
              </time>
              {mine && <MessageStatus state={row.state} read={read} />}
            </p>
          )
        )}
      </li>
    );
  },
  // Each render makes new items of the timeline, around the same rows.
  ({ item: before, ...rest }, { item: after, ...next }) =>
    before.row === after.row &&
    before.first === after.first &&
    before.last === after.last &&
    rest.peer === next.peer &&
    rest.read === next.read &&
    rest.onTarget === next.onTarget &&
    rest.tabbable === next.tabbable &&
    rest.edited === next.edited,
);

const lineOf = (item: HTMLElement): HTMLElement | null => item.querySelector<HTMLElement>('[data-line]');
