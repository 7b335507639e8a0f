/** What is being written: a new message, which is kept as a draft, or another text for one of mine. */
import { useState } from 'react';
import { BODY_MAX_CHARACTERS, characterCount, cleanText, isBlank } from '#contract/text.ts';
import { useDraft, useDraftFiles, useDraftPost, writeDraft, writeDraftFiles, writeDraftPost } from '../state/drafts.ts';
import { useMailbox } from '../state/mailbox.ts';
import { changePickedFiles, usePickedFiles } from '../state/picked-files.ts';
import { explain } from '../text/explain.ts';
import { marksProblem } from '../text/length.ts';
import { paragraphsWithin } from '../text/paragraphs.ts';
import { type ComposerTarget, type SentRow, editedTextOf, endTarget, keepEditedText } from './composer-target.ts';

/** From this length on, the composer shows how many characters are left. */
const COUNTED_FROM_CHARACTERS = BODY_MAX_CHARACTERS - 400;

interface Options {
  readonly peer: string;
  /** What is replied to or edited. */
  readonly target: ComposerTarget | undefined;
  readonly onTarget: (target: ComposerTarget | undefined) => void;
  /** True while nothing new can be sent. What is typed is kept. */
  readonly waits: boolean;
  /** True where a text must be sent as one message. */
  readonly isOneMessage: boolean;
}

export interface Composition {
  readonly text: string;
  /** Takes over what was typed. */
  write(text: string): void;
  /** Its length, once it comes near to the limit. */
  readonly length?: number;
  /** The messages that it becomes, where it is too long for one. */
  readonly parts?: readonly string[] | undefined;
  readonly isTooLong: boolean;
  readonly canSend: boolean;
  /** Sends the message, or stores the edit, if it can. @returns true where a message was sent */
  send(): boolean;
  /** Why the last attempt failed. */
  readonly problem: string | undefined;
  setProblem(problem: string | undefined): void;
}

export function useComposition({ peer, target, onTarget, waits, isOneMessage }: Options): Composition {
  const { mailbox, me } = useMailbox();
  const draft = useDraft(me, peer);
  const post = useDraftPost(me, peer);
  const files = useDraftFiles(me, peer);
  const picked = usePickedFiles(me, peer);
  const [edited, setEdited] = useState(target?.kind === 'edit' ? editedTextOf(target) : '');
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const editing = target?.kind === 'edit' ? target.row : undefined;

  const text = editing ? edited : draft;
  const length = text.length < COUNTED_FROM_CHARACTERS ? 0 : characterCount(cleanText(text));
  const isOver = length > BODY_MAX_CHARACTERS;
  const parts =
    isOver && !editing && !isOneMessage ? paragraphsWithin(cleanText(text), BODY_MAX_CHARACTERS) : undefined;
  const isTooLong = isOver && !parts;
  // The text of a message with pictures or files may be taken away.
  const hasFiles = editing ? (editing.attachments?.length ?? 0) > 0 : files.length > 0;
  const isReady = editing || (picked.files.length === 0 && !waits);
  const canSend = (!isBlank(text) || hasFiles) && isReady && !isTooLong && !isBusy;

  const write = (value: string): void => {
    setProblem(undefined);
    if (target && editing) {
      setEdited(value);
      return keepEditedText(target, value);
    }
    writeDraft(me, peer, value);
    if (peer !== me && !waits && !isBlank(value)) mailbox.typing(peer);
  };

  const storeEdit = (row: SentRow, body: string): void => {
    if (body === row.body) return onTarget(undefined);
    setBusy(true);
    setProblem(undefined);
    mailbox.editMessage(peer, row.id, body).then(
      () => endTarget(mailbox, peer, target),
      (reason: unknown) => {
        setProblem(explain(reason).detail);
        setBusy(false);
      },
    );
  };

  const sendMessage = (body: string): void => {
    const attachments = hasFiles ? files : undefined;
    const more = target || post || attachments ? { replyTo: target?.row.id, post, attachments } : undefined;
    const [first = body, ...others] = parts ?? [];
    mailbox.sendMessage(peer, first, more);
    for (const part of others) mailbox.sendMessage(peer, part);
    writeDraft(me, peer, '');
    writeDraftFiles(me, peer, []);
    changePickedFiles(me, peer, () => ({ notes: [] }));
    writeDraftPost(me, peer, undefined);
    onTarget(undefined);
  };

  const send = (): boolean => {
    if (!canSend) return false;
    const body = cleanText(text);
    const refusal = marksProblem(body);
    if (refusal !== undefined) setProblem(refusal);
    else if (editing) storeEdit(editing, body);
    else sendMessage(body);
    return refusal === undefined && !editing;
  };

  return {
    ...{ text, write, parts, isTooLong, canSend, send, problem, setProblem },
    ...(length >= COUNTED_FROM_CHARACTERS && { length }),
  };
}
