/**
 * What is being composed if it is not a new message: a reply to a message, or another text for one of mine. It is kept
 * beside the draft, so that it outlives a look at other conversations, and a reload.
 */
import { useCallback, useMemo } from 'react';
import type { MessageRow } from '#client/mailbox.ts';
import { uuid } from '#client/uuid.ts';
import { cleanText } from '#contract/text.ts';
import { readDraft, readDraftTarget, useDraftTarget, writeDraft, writeDraftTarget } from '../state/drafts.ts';
import { useMailbox } from '../state/mailbox.ts';

/** A message that the server has. */
export type SentRow = MessageRow & { readonly id: string };

export interface ComposerTarget {
  readonly kind: 'reply' | 'edit';
  readonly row: SentRow;
}

export interface BegunTarget extends ComposerTarget {
  /** Tells it from whatever else was begun, of the same message, too. */
  readonly key: string;
  /** The text of an edit, once something was typed. */
  readonly text?: string;
}

/** True if the message can be replied to, reacted to, edited or deleted. */
export const isActionable = (row: MessageRow): row is SentRow => row.id !== undefined && row.deleted === undefined;

const targetOf = (value: string): BegunTarget | undefined =>
  value === '' ? undefined : (JSON.parse(value) as BegunTarget);

const write = (me: string, peer: string, target: BegunTarget | undefined): void =>
  writeDraftTarget(me, peer, target === undefined ? '' : JSON.stringify(target));

type TargetSetter = (target: ComposerTarget | undefined) => void;

/** @returns what is being composed for this person, and a function that replaces it, which stays the same */
export function useComposerTarget(peer: string): [target: BegunTarget | undefined, setTarget: TargetSetter] {
  const { me } = useMailbox();
  const value = useDraftTarget(me, peer);
  const setTarget = useCallback<TargetSetter>(
    (target) => write(me, peer, target && { ...target, key: uuid() }),
    [me, peer],
  );
  return [useMemo(() => targetOf(value), [value]), setTarget];
}

const editedIdOf = (value: string): string | undefined => {
  const target = targetOf(value);
  return target?.kind === 'edit' ? target.row.id : undefined;
};

/** @returns the id of the message that is being edited */
export function useEditedId(peer: string): string | undefined {
  const { me } = useMailbox();
  return useDraftTarget(me, peer, editedIdOf);
}

/** Returns what is being composed as it is by now, unless it was ended. */
const latest = (me: string, peer: string, { key }: BegunTarget): BegunTarget | undefined => {
  const target = targetOf(readDraftTarget(me, peer));
  return target?.key === key ? target : undefined;
};

export const keepEditedText = (me: string, peer: string, target: BegunTarget, text: string): void =>
  write(me, peer, { ...target, text });

/** Ends what was composed, unless something else is by now. */
export function endTarget(me: string, peer: string, target: BegunTarget): void {
  if (latest(me, peer, target)) write(me, peer, undefined);
}

/** Ends an edit whose text is stored, unless more was typed meanwhile. */
export function endEdit(me: string, peer: string, edit: BegunTarget, stored: string): void {
  const now = latest(me, peer, edit);
  if (!now) return;
  const isMore = now.text !== undefined && cleanText(now.text) !== stored;
  write(me, peer, isMore ? { ...now, row: { ...now.row, body: stored } } : undefined);
}

/** Goes on with what was ended. */
export const resumeTarget = write;

/**
 * Ends an edit whose message is deleted. What was written for it goes before the draft.
 * @returns true if there was something written
 */
export function editToDraft(me: string, peer: string, target: BegunTarget): boolean {
  const ended = latest(me, peer, target);
  if (!ended) return false;
  write(me, peer, undefined);
  if (!hasOtherText(ended)) return false;
  writeDraft(me, peer, [ended.text, readDraft(me, peer)].filter((text) => text !== '').join('\n'));
  return true;
}

/** True if an edit has a text that its message does not have. */
export const hasOtherText = ({ row, text = row.body }: BegunTarget): boolean => text.trim() !== '' && text !== row.body;
