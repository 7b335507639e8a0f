/**
 * What a change makes of its message. A change is applied by the function that appended it and again by the stream's consumer,
 * in any order, early, late or twice; the message ends the same, because each aspect is guarded by the seq that set it: the
 * newest edit has the text, the newest reaction of a person with an emoji counts, and a deletion is for ever.
 */

import type { Position } from '#contract/message-id.ts';
import {
  ERASED,
  type Aspects,
  type Change,
  type ChangeOf,
  type Entry,
  type MessageEntry,
  type Reaction,
} from './entry.ts';

/** Where changes are applied, each by guarded updates of its target. A target that is no message is left alone. */
export interface Targets {
  /** Gives the message an edit's text, unless a newer edit has, and notes the edit. @returns false where the message is deleted */
  applyEdit(edit: ChangeOf<'edit'>): Promise<boolean>;
  /** Erases the message's text for good. @returns the edits noted so far, whose texts have to go as well */
  applyDeletion(deletion: ChangeOf<'deletion'>): Promise<readonly number[]>;
  applyReaction(reaction: ChangeOf<'reaction'>): Promise<void>;
  /** Erases the text of an edit's own entry. */
  eraseEdit(edit: Position): Promise<void>;
}

/** Edits erased at once. */
const PARALLEL = 25;

/**
 * An edit is noted in its message before the message is seen not to be deleted, and a deletion reads the notes after it has
 * marked the message. So of an edit and a deletion that race, one sees the other, and no text of either is left.
 */
export async function apply(entry: Entry, targets: Targets): Promise<void> {
  const { conversation } = entry;
  switch (entry.kind) {
    case 'message':
      return;
    case 'edit':
      if (!(await targets.applyEdit(entry))) await targets.eraseEdit({ conversation, seq: entry.seq });
      return;
    case 'deletion': {
      const edits = await targets.applyDeletion(entry);
      for (let i = 0; i < edits.length; i += PARALLEL) {
        await Promise.all(edits.slice(i, i + PARALLEL).map((seq) => targets.eraseEdit({ conversation, seq })));
      }
      return;
    }
    case 'reaction':
      return targets.applyReaction(entry);
  }
}

/** The message after a change to it: what {@link Targets} stores. */
export function changed(message: MessageEntry, change: Change): MessageEntry {
  switch (change.kind) {
    case 'edit': {
      const noted = { ...message, edits: new Set([...(message.edits ?? []), change.seq]) };
      const applies = message.deletionSeq === undefined && (message.editSeq ?? 0) < change.seq;
      return applies ? { ...noted, body: change.body, editSeq: change.seq, editedAt: change.timestamp } : noted;
    }
    case 'deletion': {
      if (message.deletionSeq !== undefined && message.deletionSeq <= change.seq) return message;
      const { editSeq: _seq, editedAt: _at, ...rest } = message;
      return { ...rest, body: ERASED, digest: ERASED, deletionSeq: change.seq, deletedBy: change.by ?? 'sender' };
    }
    case 'reaction': {
      const name = reactionName(change.sender, change.emoji);
      return (message[name]?.seq ?? 0) < change.seq
        ? { ...message, [name]: { seq: change.seq, on: change.on } }
        : message;
    }
  }
}

/** A message with every change to it that is among these, in whatever order. */
export const withChanges = (message: MessageEntry, changes: readonly Change[]): MessageEntry =>
  changes.filter(({ target }) => target === message.seq).reduce(changed, message);

/** The attribute that holds a person's reaction with an emoji. */
export const reactionName = (person: string, emoji: string): `r#${string}` => `r#${person}#${emoji}`;

/** All reactions a message ever had. */
export function reactionsOf(
  message: Aspects,
): readonly (Reaction & { readonly person: string; readonly emoji: string })[] {
  return Object.entries(message as Readonly<Record<string, unknown>>)
    .filter(([name]) => name.startsWith('r#'))
    .map(([name, reaction]) => {
      const [, person = '', emoji = ''] = /^r#([^#]*)#(.*)$/su.exec(name) ?? [];
      return { ...(reaction as Reaction), person, emoji };
    });
}
