/** What is being written: a new message, which is kept as a draft, or another text for one of mine. */
import { useState } from 'react';
import { BODY_MAX_CHARACTERS, characterCount, cleanText, isBlank } from '#contract/text.ts';
import { useDraft, useDraftFiles, useDraftPost, writeDraft, writeDraftFiles, writeDraftPost } from '../state/drafts.ts';
import { useMailbox } from '../state/mailbox.ts';
import { changePickedFiles, usePickedFiles } from '../state/picked-files.ts';
import { explain, isRefusal } from '../text/explain.ts';
import { marksProblem } from '../text/length.ts';
import { paragraphsWithin } from '../text/paragraphs.ts';
import { type BegunTarget, type ComposerTarget, endEdit, keepEditedText } from './composer-target.ts';
import { giveUpEdit } from './use-settled-edit.ts';

/** From this length on, the composer shows how many characters are left. */
const COUNTED_FROM_CHARACTERS = BODY_MAX_CHARACTERS - 400;

interface Options {
  readonly peer: string;
  /** What is replied to or edited. */
  readonly target: BegunTarget | undefined;
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
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const edit = target?.kind === 'edit' ? target : undefined;

  const text = edit ? (edit.text ?? edit.row.body) : draft;
  const length = text.length < COUNTED_FROM_CHARACTERS ? 0 : characterCount(cleanText(text));
  const isOver = length > BODY_MAX_CHARACTERS;
  const parts = isOver && !edit && !isOneMessage ? paragraphsWithin(cleanText(text), BODY_MAX_CHARACTERS) : undefined;
  const isTooLong = isOver && !parts;
  // The text of a message with pictures or files may be taken away.
  const hasFiles = edit ? (edit.row.attachments?.length ?? 0) > 0 : files.length > 0;
  const isReady = edit !== undefined || (picked.files.length === 0 && !waits);
  const canSend = (!isBlank(text) || hasFiles) && isReady && !isTooLong && !isBusy;

  const write = (value: string): void => {
    setProblem(undefined);
    if (edit) return keepEditedText(me, peer, edit, value);
    writeDraft(me, peer, value);
    if (peer !== me && !waits && !isBlank(value)) mailbox.typing(peer);
  };

  const storeEdit = (begun: BegunTarget, body: string): void => {
    const { row } = begun;
    if (body === row.body) return onTarget(undefined);
    setBusy(true);
    setProblem(undefined);
    mailbox.editMessage(peer, row.id, body).then(
      () => {
        endEdit(me, peer, begun, body);
        setBusy(false);
      },
      (reason: unknown) => {
        if (isRefusal(reason, 'deleted')) return giveUpEdit(me, peer, begun);
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
    else if (edit) storeEdit(edit, body);
    else sendMessage(body);
    return refusal === undefined && !edit;
  };

  return {
    ...{ text, write, parts, isTooLong, canSend, send, problem, setProblem },
    ...(length >= COUNTED_FROM_CHARACTERS && { length }),
  };
}
