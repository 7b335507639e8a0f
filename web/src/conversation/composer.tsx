/** Where one writes: it grows with the text, keeps it as a draft, and sends it by Enter. What is edited comes here, too. */
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { BODY_MAX_CHARACTERS, characterCount } from '#contract/text.ts';
import { SendIcon } from '../parts/icons.tsx';
import { useDraft, writeDraft } from '../state/drafts.ts';
import { useMailbox } from '../state/mailbox.ts';
import { explain } from '../text/explain.ts';
import { ComposerTargetBar } from './composer-target-bar.tsx';
import { type SentRow, type ComposerTarget, isThere } from './composer-target.ts';
import styles from './composer.module.css';

/** Characters from which on one is told how many are left. */
const TELL_FROM = BODY_MAX_CHARACTERS - 400;

interface ComposerProps {
  readonly peer: string;
  /** What is answered or edited; another one that is edited wants another composer. */
  readonly target: ComposerTarget | undefined;
  readonly onTarget: (target: ComposerTarget | undefined) => void;
}

export function Composer({ peer, target, onTarget }: ComposerProps) {
  const { mailbox, me } = useMailbox();
  const draft = useDraft(me, peer);
  const editing = target?.kind === 'edit' ? target.row : undefined;
  const [edited, setEdited] = useState(editing?.body ?? '');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const text = editing ? edited : draft;
  const input = useRef<HTMLTextAreaElement>(null);
  const length = text.length < TELL_FROM ? 0 : characterCount(text.trim());
  const tooLong = length > BODY_MAX_CHARACTERS;
  const sendable = text.trim() !== '' && !tooLong && !busy;

  useEffect(() => {
    if (target || !isTouch()) input.current?.focus();
  }, [target]);

  useLayoutEffect(() => {
    const box = input.current;
    if (!box) return;
    box.style.height = 'auto';
    box.style.height = `${box.scrollHeight}px`;
  }, [text]);

  const write = (words: string): void => {
    if (editing) setEdited(words);
    else writeDraft(me, peer, words);
    if (!editing && peer !== me && words.trim() !== '') mailbox.typing(peer);
  };

  const edit = (row: SentRow): void => {
    if (text.trim() === row.body) return onTarget(undefined);
    setBusy(true);
    setProblem(undefined);
    mailbox.editMessage(peer, row.id, text.trim()).then(
      () => onTarget(undefined),
      (reason: unknown) => {
        setProblem(explain(reason).detail);
        setBusy(false);
      },
    );
  };

  const send = (): void => {
    if (!sendable) return;
    if (editing) return edit(editing);
    mailbox.sendMessage(peer, text.trim(), target?.row.id);
    writeDraft(me, peer, '');
    onTarget(undefined);
    input.current?.focus();
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    // Enter also ends a composition of an input method (keyCode 229 in Safari, which ends it before the key), and then sends nothing.
    const composing = event.nativeEvent.isComposing || event.keyCode === 229;
    if (composing) return;
    if (event.key === 'Enter' && !event.shiftKey && !isTouch()) {
      event.preventDefault();
      send();
    } else if (event.key === 'Escape' && target) {
      event.preventDefault();
      onTarget(undefined);
    } else if (event.key === 'ArrowUp' && text === '' && !target && !event.altKey) {
      const row = mailbox.state.conversations[peer]?.rows.filter(isThere).findLast(({ sender }) => sender === me);
      if (!row) return;
      event.preventDefault();
      onTarget({ kind: 'edit', row });
    }
  };

  return (
    <form
      className={styles.composer}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {target && <ComposerTargetBar target={target} peer={peer} onCancel={() => onTarget(undefined)} />}
      <div className={styles.box}>
        <textarea
          ref={input}
          rows={1}
          dir="auto"
          aria-label={editing ? 'Edit your message' : `Message to ${peer}`}
          aria-describedby={length >= TELL_FROM ? 'composer-length' : undefined}
          aria-invalid={tooLong || undefined}
          placeholder={editing ? 'Your message' : `Message ${peer}`}
          value={text}
          onChange={(event) => write(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <button type="submit" aria-label={editing ? 'Save' : 'Send'} disabled={!sendable}>
          <SendIcon />
        </button>
      </div>
      {problem && (
        <p className={styles.length} data-over role="alert">
          {problem}
        </p>
      )}
      {length >= TELL_FROM && (
        <p id="composer-length" className={styles.length} data-over={tooLong || undefined} role="status">
          {tooLong
            ? `Too long to send by ${length - BODY_MAX_CHARACTERS}`
            : `${BODY_MAX_CHARACTERS - length} characters left`}
        </p>
      )}
    </form>
  );
}

/** On a touch screen Enter breaks the line, since there is no Shift+Enter, and no keyboard pops up unasked. */
const isTouch = (): boolean => matchMedia('(hover: none) and (pointer: coarse)').matches;
