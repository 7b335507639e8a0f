/**
 * The message input: it grows with its text, keeps it as a draft, and sends it on Enter. Messages are edited here
 * as well.
 */
import { type KeyboardEvent, Suspense, lazy, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { BODY_MAX_CHARACTERS } from '#contract/text.ts';
import { EmojiDialog } from '../emoji/emoji-dialog.tsx';
import { SmileIcon } from '../emoji/smile-icon.tsx';
import { isComposing, isPlain } from '../hooks/keys.ts';
import { isTouch } from '../hooks/touch.ts';
import { IconButton } from '../parts/button.tsx';
import { LoadBoundary } from '../parts/load-boundary.tsx';
import { SendIcon } from '../parts/more-icons.tsx';
import { useDraftFiles, useDraftPost, writeDraftPost } from '../state/drafts.ts';
import { useMailbox } from '../state/mailbox.ts';
import { usePickedFiles } from '../state/picked-files.ts';
import { useName } from '../state/profiles.ts';
import { offerUndo } from '../state/toast.ts';
import { messages } from '../words/messages.ts';
import { undo } from '../words/undo.ts';
import { AttachButton } from './attach-button.tsx';
import { ComposerTargetBar } from './composer-target-bar.tsx';
import { type BegunTarget, type ComposerTarget, hasOtherText, isActionable, resumeTarget } from './composer-target.ts';
import { QuotedPostBar } from './quoted-post.tsx';
import { type Composition, useComposition } from './use-composition.ts';
import { useGivenFiles } from './use-given-files.ts';
import { useSettledEdit } from './use-settled-edit.ts';
import styles from './composer.module.css';

const AttachmentTray = lazy(async () => ({
  default: (await import('../attachments/attachment-tray.tsx')).AttachmentTray,
}));

/** True if the style sheet alone makes the box as high as its text. */
const KNOWS_FIELD_SIZING = CSS.supports('field-sizing', 'content');

interface ComposerProps {
  readonly peer: string;
  /** What is replied to or edited. Each message that is edited needs a composer of its own: give it a `key`. */
  readonly target: BegunTarget | undefined;
  readonly onTarget: (target: ComposerTarget | undefined) => void;
  /** Why nothing new can be sent for now. What is typed is kept. */
  readonly waitsFor?: string | undefined;
  /** Why this must be one message: it is a request. */
  readonly hint?: string | undefined;
}

export function Composer({ peer, target, onTarget, waitsFor, hint }: ComposerProps) {
  const { mailbox, me } = useMailbox();
  const name = useName(peer);
  const post = useDraftPost(me, peer);
  const input = useRef<HTMLTextAreaElement>(null);
  const [isPicking, setPicking] = useState(false);
  const isEditing = target?.kind === 'edit';
  const begun = target?.key;
  const waits = !isEditing && waitsFor !== undefined;
  const composition = useComposition({ peer, target, onTarget, waits, isOneMessage: hint !== undefined });
  const { text, write, isTooLong, canSend, length, setProblem } = composition;
  const said = waits ? waitsFor : isEditing ? undefined : hint;

  useSettledEdit(peer, target);

  useEffect(() => {
    // The conversation may have loaded slowly, and its menu be open by now.
    const [pane, focused] = [input.current?.form?.parentElement, document.activeElement];
    // The pane itself has the focus where a dialog led here from another conversation.
    const isFocusInConversation = focused !== pane && pane?.contains(focused);
    if (begun !== undefined || (!isTouch() && !isFocusInConversation)) input.current?.focus();
    // Another text is usually written at the end of the one before.
    const end = input.current?.value.length ?? 0;
    if (isEditing) input.current?.setSelectionRange(end, end);
  }, [begun, isEditing]);

  useLayoutEffect(() => {
    const box = input.current;
    if (!box || KNOWS_FIELD_SIZING) return;
    box.style.height = 'auto';
    box.style.height = `${box.scrollHeight}px`;
  }, [text]);

  const send = (): void => {
    if (composition.send()) input.current?.focus();
  };

  const pick = (given: readonly File[]): void => {
    if (given.length === 0) return;
    if (isEditing) return setProblem(messages.noFilesInEdit);
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

  const cancel = (): void => {
    onTarget(undefined);
    if (!target || !isEditing || !hasOtherText(target)) return;
    offerUndo(undo.editDropped, () => resumeTarget(me, peer, target));
  };

  const editLast = async (): Promise<void> => {
    if (mailbox.state.conversations[peer]?.hasNewer) await mailbox.showNewest(peer);
    const { rows = [], hasNewer = false } = mailbox.state.conversations[peer] ?? {};
    // The newest messages could not be read: my last one may be among them.
    if (hasNewer) return;
    const row = rows.filter(isActionable).findLast((one) => one.sender === me && one.body !== '');
    if (!row) return;
    onTarget({ kind: 'edit', row });
    document.querySelector(`[data-seq="${row.seq}"]`)?.scrollIntoView({ block: 'nearest' });
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (isComposing(event.nativeEvent)) return;
    // By touch, Enter starts a new line, since there is no Shift+Enter.
    if (event.key === 'Enter' && !event.shiftKey && !event.altKey && !isTouch()) {
      event.preventDefault();
      send();
    } else if (event.key === 'Escape' && isPlain(event) && target) {
      event.preventDefault();
      cancel();
    } else if (event.key === 'ArrowUp' && isPlain(event) && text === '' && !target) {
      event.preventDefault();
      void editLast();
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
      {target && <ComposerTargetBar target={target} peer={peer} onCancel={cancel} />}
      {post && !isEditing && <QuotedPostBar post={post} onCancel={dropPost} />}
      {!isEditing && <FilesToSend peer={peer} onEmpty={() => input.current?.focus()} />}
      <div className={styles.box}>
        {!isEditing && <AttachButton onFiles={pick} touch={isTouch()} />}
        <textarea
          ref={input}
          rows={1}
          dir="auto"
          aria-label={isEditing ? messages.editMessage : messages.messageTo(name)}
          aria-describedby={
            length !== undefined ? 'composer-counter' : said === undefined ? undefined : 'composer-hint'
          }
          aria-invalid={isTooLong || undefined}
          placeholder={isEditing ? messages.editPlaceholder : messages.placeholder(name)}
          value={text}
          onChange={(event) => write(event.target.value)}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
        />
        <IconButton label={messages.emoji} onClick={() => setPicking(true)}>
          <SmileIcon />
        </IconButton>
        <button type="submit" aria-label={isEditing ? messages.save : messages.send} disabled={!canSend}>
          <SendIcon />
        </button>
      </div>
      {isPicking && <EmojiDialog title={messages.emoji} onPick={insert} onClose={() => setPicking(false)} />}
      <Notes said={said} composition={composition} />
    </form>
  );
}

/** The files that go with the next message. */
function FilesToSend({ peer, onEmpty }: { readonly peer: string; readonly onEmpty: () => void }) {
  const { me } = useMailbox();
  const files = useDraftFiles(me, peer);
  const picked = usePickedFiles(me, peer);
  if (files.length + picked.files.length + picked.notes.length === 0) return null;
  return (
    <LoadBoundary fallback={<p className={styles.note}>{messages.filesKept}</p>}>
      <Suspense fallback={<div className={styles.tray} />}>
        <AttachmentTray to={{ me, peer }} label={messages.filesToSend} onEmpty={onEmpty} />
      </Suspense>
    </LoadBoundary>
  );
}

interface NotesProps {
  readonly said: string | undefined;
  readonly composition: Pick<Composition, 'problem' | 'length' | 'parts' | 'isTooLong'>;
}

/** What stands below the box: what to know before sending, why it failed, and how much room is left. */
function Notes({ said, composition: { problem, length, parts, isTooLong } }: NotesProps) {
  return (
    <>
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
      {length !== undefined && (
        <p id="composer-counter" className={styles.note} data-error={isTooLong || undefined} role="status">
          {parts
            ? messages.sentAsSeveral(parts.length)
            : isTooLong
              ? messages.tooLong(length - BODY_MAX_CHARACTERS)
              : messages.left(BODY_MAX_CHARACTERS - length)}
        </p>
      )}
    </>
  );
}
