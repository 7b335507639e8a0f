/**
 * The bar over a message's corner: the usual reaction, a reply, and the menu with all actions. A mouse or the focus
 * brings it up. Its first two buttons are drawn then: a long list has one button for each message besides.
 */
import { type KeyboardEvent, useState } from 'react';
import { isPlain, stepInLine } from '../hooks/keys.ts';
import { IconButton } from '../parts/button.tsx';
import { ReplyIcon } from '../parts/more-icons.tsx';
import { useMailbox } from '../state/mailbox.ts';
import { messages } from '../words/messages.ts';
import { MessageMenu, type MessageMenuProps } from './message-menu.tsx';
import styles from './message-toolbar.module.css';

const USUAL_REACTION = '👍';

interface MessageToolbarProps extends MessageMenuProps {
  /** True while a mouse is over the message. */
  readonly active: boolean;
}

export function MessageToolbar({ active, ...menu }: MessageToolbarProps) {
  const { row, onTarget, onReact } = menu;
  const { me } = useMailbox();
  const [hasFocus, setFocus] = useState(false);
  const mine = row.reactions?.some(({ emoji, people }) => emoji === USUAL_REACTION && people.includes(me)) ?? false;

  /** The menu is the one stop of the Tab key. */
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    const step = stepInLine(event, event.currentTarget);
    const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-bar], [aria-expanded="false"]')];
    const index = buttons.findIndex((button) => button === event.target);
    if (step === undefined || index < 0 || !isPlain(event)) return;
    event.preventDefault();
    buttons[index + step]?.focus();
  };

  return (
    <div
      className={styles.bar}
      data-wide={onTarget !== undefined || undefined}
      onKeyDown={onKeyDown}
      onFocus={() => setFocus(true)}
      onBlur={({ currentTarget, relatedTarget }) => setFocus(currentTarget.contains(relatedTarget))}
    >
      {onTarget && (active || hasFocus) && (
        <>
          <IconButton
            label={mine ? messages.takeBackThumbsUp : messages.thumbsUp}
            data-bar
            tabIndex={-1}
            onClick={() => onReact(USUAL_REACTION, !mine)}
          >
            <span className={styles.emoji}>{USUAL_REACTION}</span>
          </IconButton>
          <IconButton
            label={messages.replyToThis}
            data-bar
            tabIndex={-1}
            onClick={() => onTarget({ kind: 'reply', row })}
          >
            <ReplyIcon />
          </IconButton>
        </>
      )}
      <MessageMenu {...menu} />
    </div>
  );
}
