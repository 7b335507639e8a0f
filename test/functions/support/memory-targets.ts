/** Applies changes to a log in memory, as the table's guarded updates do. */

import { isKnown, isMessage } from '#contract/entry-kinds.ts';
import type { Position } from '#contract/message-id.ts';
import { withChange } from '#functions/core/apply.ts';
import { ERASED, type Change, type Entry, type MessageEntry } from '#functions/core/entry.ts';
import type { ChangeTargets, Log } from '#functions/core/ports.ts';

/** @param replace stores an entry in its new state */
export function memoryTargets(
  find: (position: Position) => Entry | undefined,
  replace: (entry: Entry) => void,
): ChangeTargets & Pick<Log, 'forgetFiles'> {
  const update = (change: Change): MessageEntry | undefined => {
    const target = find({ conversation: change.conversation, seq: change.target });
    if (!target || !isMessage(target)) return undefined;
    const next = withChange(target, change);
    replace(next);
    return next;
  };
  return {
    applyEdit: async (edit) => update(edit)?.deletionSeq === undefined,
    applyDeletion: async (deletion) => [...(update(deletion)?.edits ?? [])],
    async applyReaction(reaction) {
      update(reaction);
    },
    async eraseEdit(position) {
      const entry = find(position);
      if (entry && isKnown(entry) && entry.kind === 'edit') replace({ ...entry, body: ERASED, digest: ERASED });
    },
    async forgetFiles(position) {
      const entry = find(position);
      if (!entry || !isMessage(entry) || entry.deletionSeq === undefined) return;
      const { files: _, ...rest } = entry;
      replace(rest);
    },
  };
}
