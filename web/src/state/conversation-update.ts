/** Changes how I see a conversation. What hides something says so, and can be undone. */
import { useState } from 'react';
import type { Preferences } from '#client/mailbox.ts';
import { explain } from '../text/explain.ts';
import { useMailbox } from './mailbox.ts';
import { offerUndo } from './toast.ts';

export interface UndoableUpdate {
  /** Says what was done: a whole sentence. */
  readonly text: string;
  /** Takes it back. */
  readonly undo: Preferences;
}

/** Changes the preferences and, given a way back, offers to undo that. */
export type UpdateConversation = (preferences: Preferences, undoable?: UndoableUpdate) => void;

/** @returns `problem`: why the latest change has failed, for people to read */
export function useConversationUpdate(peer: string): {
  readonly problem: string | undefined;
  readonly update: UpdateConversation;
} {
  const { mailbox } = useMailbox();
  const [problem, setProblem] = useState<string>();
  const change = async (preferences: Preferences, undoable?: UndoableUpdate): Promise<void> => {
    await mailbox.updateConversation(peer, preferences);
    if (undoable) offerUndo(undoable.text, () => mailbox.updateConversation(peer, undoable.undo));
  };
  return {
    problem,
    update(preferences, undoable) {
      setProblem(undefined);
      change(preferences, undoable).catch((reason: unknown) => setProblem(explain(reason).detail));
    },
  };
}
