/**
 * The message input: it grows with its text, keeps it as a draft, and sends it on Enter. Messages are edited here
 * as well.
 */
import { type KeyboardEvent, Suspense, lazy, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { BODY_MAX_CHARACTERS, characterCount, cleanText, isBlank } from '#contract/text.ts';
import { EmojiDialog } from '../emoji/emoji-dialog.tsx';
import { SmileIcon } from '../emoji/smile-icon.tsx';
import { isPlain } from '../hooks/keys.ts';
import { isTouch } from '../hooks/touch.ts';
import { IconButton } from '../parts/button.tsx';
import { SendIcon } from '../parts/icons.tsx';
import { LoadBoundary } from '../parts/load-boundary.tsx';
import { useDraft, useDraftFiles, useDraftPost, writeDraft, writeDraftFiles, writeDraftPost } from '../state/drafts.ts';
import { useMailbox } from '../state/mailbox.ts';
import { changePickedFiles, usePickedFiles } from '../state/picked-files.ts';
import { useName } from '../state/profiles.ts';
import { explain } from '../text/explain.ts';
import { marksProblem } from '../text/length.ts';
import { paragraphsWithin } from '../text/paragraphs.ts';
import { messages } from '../words/messages.ts';
import { AttachButton } from './attach-button.tsx';
import { ComposerTargetBar } from './composer-target-bar.tsx';
import { type ComposerTarget, type SentRow, editedTextOf, isActionable, keepEditedText } from './composer-target.ts';
import { QuotedPostBar } from './quoted-post.tsx';
import { useGivenFiles } from './use-given-files.ts';
import styles from './composer.module.css';

const AttachmentTray = lazy(async () => ({
  default: (await import('../attachments/attachment-tray.tsx')).AttachmentTray,
}));

/** From this length on, the composer shows how many characters are left. */
const COUNTER_FROM_CHARACTERS = BODY_MAX_CHARACTERS - 400;

/** True if the style sheet alone makes the box as high as its text. */
const KNOWS_FIELD_SIZING = CSS.supports('field-sizing', 'content');

interface ComposerProps {
  readonly peer: string;
  /** What is replied to or edited. Each message that is edited needs a composer of its own: give it a `key`. */
  readonly target: ComposerTarget | undefined;
  readonly onTarget: (target: ComposerTarget | undefined) => void;
  /** Why nothing new can be sent for now. What is typed is kept. */
  readonly waitsFor?: string | undefined;
  /** What to know before sending. */
  readonly hint?: string | undefined;
}

export function Composer({ peer, target, onTarget, waitsFor, hint }: ComposerProps) {
  const { mailbox, me } = useMailbox();
  const draft = useDraft(me, peer);
  const name = useName(peer);
  const post = useDraftPost(me, peer);
  const editing = target?.kind === 'edit' ? target.row : undefined;
  const [edited, setEdited] = useState(target && editing ? editedTextOf(target) : '');
  const [busy, setBusy] = useState(false);
  const [isPicking, setPicking] = useState(false);
  const [problem, setProblem] = useState<string>();
  const files = useDraftFiles(me, peer);
  const picked = usePickedFiles(me, peer);
  const text = editing ? edited : draft;
  const input = useRef<HTMLTextAreaElement>(null);
  const length = text.length < COUNTER_FROM_CHARACTERS ? 0 : characterCount(cleanText(text));
  const waits = !editing && waitsFor !== undefined;
  const isOver = length > BODY_MAX_CHARACTERS;
  // A request is one message.
  const parts =
    isOver && !editing && hint === undefined ? paragraphsWithin(cleanText(text), BODY_MAX_CHARACTERS) : undefined;
  const tooLong = isOver && !parts;
  // The text of a message with pictures or files may be taken away.
  const hasFiles = editing ? (editing.attachments?.length ?? 0) > 0 : files.length > 0;
  const isReady = editing || picked.files.length === 0;
  const sendable = (!isBlank(text) || hasFiles) && isReady && !tooLong && !busy && !waits;
  const said = waits ? waitsFor : editing ? undefined : hint;

  useEffect(() => {
    // The conversation may have loaded slowly, and its menu be open by now.
    const isFocusInConversation = input.current?.form?.parentElement?.contains(document.activeElement);
    if (target || (!isTouch() && !isFocusInConversation)) input.current?.focus();
    // Another text is usually written at the end of the one before.
    const end = input.current?.value.length ?? 0;
    if (target?.kind === 'edit') input.current?.setSelectionRange(end, end);
  }, [target]);

  useLayoutEffect(() => {
    const box = input.current;
    if (!box || KNOWS_FIELD_SIZING) return;
    box.style.height = 'auto';
    box.style.height = `${box.scrollHeight}px`;
  }, [text]);

  const write = (value: string): void => {
    if (target && editing) {
      setEdited(value);
      keepEditedText(target, value);
    } else writeDraft(me, peer, value);
    setProblem(undefined);
    if (!editing && peer !== me && !waits && !isBlank(value)) mailbox.typing(peer);
  };

  const edit = (row: SentRow, cleaned: string): void => {
    if (cleaned === row.body) return onTarget(undefined);
    setBusy(true);
    setProblem(undefined);
    mailbox.editMessage(peer, row.id, cleaned).then(
      () => onTarget(undefined),
      (reason: unknown) => {
        setProblem(explain(reason).detail);
        setBusy(false);
      },
    );
  };

  const send = (): void => {
    if (!sendable) return;
    const cleaned = cleanText(text);
    const refusal = marksProblem(cleaned);
    if (refusal !== undefined) return setProblem(refusal);
    if (editing) return edit(editing, cleaned);
    const attachments = hasFiles ? files : undefined;
    const more = target || post || attachments ? { replyTo: target?.row.id, post, attachments } : undefined;
    const [first = cleaned, ...others] = parts ?? [];
    mailbox.sendMessage(peer, first, more);
    for (const part of others) mailbox.sendMessage(peer, part);
    writeDraft(me, peer, '');
    writeDraftFiles(me, peer, []);
    changePickedFiles(me, peer, () => ({ notes: [] }));
    writeDraftPost(me, peer, undefined);
    onTarget(undefined);
    input.current?.focus();
  };

  const pick = (given: readonly File[]): void => {
    if (given.length === 0) return;
    if (editing) return setProblem(messages.noFilesInEdit);
    setProblem(undefined);
    input.current?.focus();
    import('../pictures/pick-files.ts').then(
      ({ pickFiles }) => pickFiles({ me, peer }, given),
      () => setProblem(messages.partNotLoadedAgain),
    );
  };
  const { isDragging, onPaste } = useGivenFiles(pick);

  /** Puts an emoji in place of what is selected, and the caret behind it. */
  const insert = (emoji: string): void => {
    const { selectionStart: start = text.length, selectionEnd: end = start } = input.current ?? {};
    write(text.slice(0, start) + emoji + text.slice(end));
    // Once the dialog has given the focus back and the text is drawn.
    setTimeout(() => {
      if (!isTouch()) input.current?.focus();
      input.current?.setSelectionRange(start + emoji.length, start + emoji.length);
    });
  };

  const dropPost = (): void => {
    writeDraftPost(me, peer, undefined);
    input.current?.focus();
  };

  const editLast = (): void => {
    const { rows = [], hasNewer = false } = mailbox.state.conversations[peer] ?? {};
    // The newest messages could not be read: my last one may be among them.
    if (hasNewer) return;
    const row = rows.filter(isActionable).findLast((one) => one.sender === me && one.body !== '');
    if (!row) return;
    onTarget({ kind: 'edit', row });
    document.querySelector(`[data-seq="${row.seq}"]`)?.scrollIntoView({ block: 'nearest' });
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    // Enter also ends a composition of an input method, and then must not send. Safari ends the composition before
    // the key, and marks the key by code 229.
    const isComposing = event.nativeEvent.isComposing || event.keyCode === 229;
    if (isComposing) return;
    // By touch, Enter starts a new line, since there is no Shift+Enter.
    if (event.key === 'Enter' && !event.shiftKey && !event.altKey && !isTouch()) {
      event.preventDefault();
      send();
    } else if (event.key === 'Escape' && isPlain(event) && target) {
      event.preventDefault();
      onTarget(undefined);
    } else if (event.key === 'ArrowUp' && isPlain(event) && text === '' && !target) {
      event.preventDefault();
      if (mailbox.state.conversations[peer]?.hasNewer) void mailbox.showNewest(peer).then(editLast);
      else editLast();
    }
  };

  return (
    <form
      className={styles.composer}
      data-dragging={isDragging || undefined}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {target && <ComposerTargetBar target={target} peer={peer} onCancel={() => onTarget(undefined)} />}
      {post && !editing && <QuotedPostBar post={post} onCancel={dropPost} />}
      {!editing && (files.length > 0 || picked.files.length > 0 || picked.notes.length > 0) && (
        <LoadBoundary fallback={<p className={styles.note}>{messages.filesKept}</p>}>
          <Suspense fallback={<div className={styles.tray} />}>
            <AttachmentTray to={{ me, peer }} label={messages.filesToSend} onEmpty={() => input.current?.focus()} />
          </Suspense>
        </LoadBoundary>
      )}
      <div className={styles.box}>
        {!editing && <AttachButton onFiles={pick} touch={isTouch()} />}
        <textarea
          ref={input}
          rows={1}
          dir="auto"
          aria-label={editing ? messages.editMessage : messages.messageTo(name)}
          aria-describedby={
            length >= COUNTER_FROM_CHARACTERS ? 'composer-counter' : said === undefined ? undefined : 'composer-hint'
          }
          aria-invalid={tooLong || undefined}
          placeholder={editing ? messages.editPlaceholder : messages.placeholder(name)}
          value={text}
          onChange={(event) => write(event.target.value)}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
        />
        <IconButton label={messages.emoji} onClick={() => setPicking(true)}>
          <SmileIcon />
        </IconButton>
        <button type="submit" aria-label={editing ? messages.save : messages.send} disabled={!sendable}>
          <SendIcon />
        </button>
      </div>
      {isPicking && <EmojiDialog title={messages.emoji} onPick={insert} onClose={() => setPicking(false)} />}
      {said !== undefined && (
        <p id="composer-hint" className={styles.note} data-said role="status">
          {said}
        </p>
      )}
      {problem && (
        <p className={styles.note} data-error role="alert">
          {problem}
        </p>
      )}
      {length >= COUNTER_FROM_CHARACTERS && (
        <p id="composer-counter" className={styles.note} data-error={tooLong || undefined} role="status">
          {parts
            ? messages.sentAsSeveral(parts.length)
            : tooLong
              ? messages.tooLong(length - BODY_MAX_CHARACTERS)
              : messages.left(BODY_MAX_CHARACTERS - length)}
        </p>
      )}
    </form>
  );
}
