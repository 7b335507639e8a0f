/**
 * Applying changes to their messages. The function that appends a change applies it, and the stream's consumer
 * applies it again, in any order, early, late or twice. The message ends up the same, because each field is
 * guarded by the seq that set it: the newest edit sets the text, the newest reaction of a person with an emoji
 * counts, and a deletion is final.
 */

import { isKnown } from '#contract/entry-kinds.ts';
import { ERASED, type AppliedChanges, type Change, type Entry, type MessageEntry, type Reaction } from './entry.ts';
import type { ChangeTargets } from './ports.ts';

/** Edits that are erased at once. */
const PARALLEL_ERASURES = 25;

/**
 * Applies an entry to its target. An edit is noted in its message before we check that the message is not
 * deleted, and a deletion marks the message before it reads the noted edits. So of an edit and a deletion that
 * race, one sees the other, and no text of either is left.
 */
export async function apply(entry: Entry, targets: ChangeTargets): Promise<void> {
  // Only the version that wrote it can apply it, and did so before it answered.
  if (!isKnown(entry)) return;
  const { conversation } = entry;
  switch (entry.kind) {
    case 'message':
      return;
    case 'edit':
      if (!(await targets.applyEdit(entry))) await targets.eraseEdit({ conversation, seq: entry.seq });
      return;
    case 'deletion': {
      const edits = await targets.applyDeletion(entry);
      for (let i = 0; i < edits.length; i += PARALLEL_ERASURES) {
        await Promise.all(edits.slice(i, i + PARALLEL_ERASURES).map((seq) => targets.eraseEdit({ conversation, seq })));
      }
      return;
    }
    case 'reaction':
      return targets.applyReaction(entry);
  }
}

/** Returns the message after a change to it: what {@link ChangeTargets} stores. */
export function withChange(message: MessageEntry, change: Change): MessageEntry {
  switch (change.kind) {
    case 'edit': {
      const noted = { ...message, edits: new Set([...(message.edits ?? []), change.seq]) };
      const applies = message.deletionSeq === undefined && (message.editSeq ?? 0) < change.seq;
      if (!applies) return noted;
      const { original = message.editSeq === undefined ? message.body : undefined } = message;
      return {
        ...{ ...noted, body: change.body, editSeq: change.seq, editedAt: change.timestamp },
        ...(original !== undefined && { original }),
      };
    }
    case 'deletion': {
      if (message.deletionSeq !== undefined && message.deletionSeq <= change.seq) return message;
      const { editSeq: _seq, editedAt: _at, original: _original, post: _post, attachments: _files, ...rest } = message;
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

/** Returns the message after those of these changes, in any order, that target it. */
export const withChanges = (message: MessageEntry, changes: readonly Change[]): MessageEntry =>
  changes.filter(({ target }) => target === message.seq).reduce(withChange, message);

/** Returns the name of the attribute that holds a person's reaction with an emoji. */
export const reactionName = (person: string, emoji: string): `r#${string}` => `r#${person}#${emoji}`;

/** Returns every reaction a message ever had, those taken back included. */
export function reactionsOf(
  message: AppliedChanges,
): readonly (Reaction & { readonly person: string; readonly emoji: string })[] {
  return Object.entries(message as Readonly<Record<string, unknown>>)
    .filter(([name]) => name.startsWith('r#'))
    .map(([name, reaction]) => {
      const [, person = '', emoji = ''] = /^r#([^#]*)#(.*)$/su.exec(name) ?? [];
      return { ...(reaction as Reaction), person, emoji };
    });
}
