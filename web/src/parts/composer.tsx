/** Where one writes: it grows with the text, keeps it as a draft, and sends it by Enter. */
import { useEffect, useLayoutEffect, useRef } from 'react';
import type { KeyboardEvent } from 'react';
import { BODY_MAX_CHARACTERS } from '../../../functions/core/text.ts';
import { SendIcon } from './icons.tsx';
import styles from './composer.module.css';
import { useDraft, writeDraft } from '../state/drafts.ts';
import { useMailbox } from '../state/mailbox.ts';

/** Characters from which on one is told how many are left. */
const TELL_FROM = BODY_MAX_CHARACTERS - 400;

export function Composer({ peer }: { peer: string }) {
  const { mailbox, me } = useMailbox();
  const text = useDraft(me, peer);
  const input = useRef<HTMLTextAreaElement>(null);
  const length = text.length < TELL_FROM ? 0 : Array.from(text.trim()).length;
  const tooLong = length > BODY_MAX_CHARACTERS;
  const sendable = text.trim() !== '' && !tooLong;

  useEffect(() => {
    if (!isTouch()) input.current?.focus();
  }, []);

  useLayoutEffect(() => {
    const box = input.current;
    if (!box) return;
    box.style.height = 'auto';
    box.style.height = `${box.scrollHeight}px`;
  }, [text]);

  const send = (): void => {
    if (!sendable) return;
    mailbox.send(peer, text.trim());
    writeDraft(me, peer, '');
    input.current?.focus();
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    // Enter also ends a composition of an input method (keyCode 229 in Safari, which ends it before the key), and then sends nothing.
    const composing = event.nativeEvent.isComposing || event.keyCode === 229;
    if (event.key !== 'Enter' || event.shiftKey || composing || isTouch()) return;
    event.preventDefault();
    send();
  };

  return (
    <form
      className={styles.composer}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div className={styles.box}>
        <textarea
          ref={input}
          rows={1}
          dir="auto"
          aria-label={`Message to ${peer}`}
          aria-describedby={length >= TELL_FROM ? 'composer-length' : undefined}
          aria-invalid={tooLong || undefined}
          placeholder={`Message ${peer}`}
          value={text}
          onChange={(event) => writeDraft(me, peer, event.target.value)}
          onKeyDown={onKeyDown}
        />
        <button type="submit" aria-label="Send" disabled={!sendable}>
          <SendIcon />
        </button>
      </div>
      {length >= TELL_FROM && (
        <p id="composer-length" className={styles.length} data-over={tooLong || undefined} role="status">
          {tooLong ? `Too long to send by ${length - BODY_MAX_CHARACTERS}` : `${BODY_MAX_CHARACTERS - length} characters left`}
        </p>
      )}
    </form>
  );
}

/** On a touch screen Enter breaks the line, since there is no Shift+Enter, and no keyboard pops up unasked. */
const isTouch = (): boolean => matchMedia('(hover: none) and (pointer: coarse)').matches;
