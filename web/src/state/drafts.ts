/**
 * Unfinished messages, one for each conversation. They live in the browser's storage, so that they survive a
 * reload, and are deleted at sign-out, so that the next person at this machine does not find them.
 */
import { createStore, useStore } from './store.ts';

const PREFIX = 'draft:';

/** Counts changes: the drafts themselves stay in the browser's storage, which does not tell its own tab of changes. */
const version = createStore(0);

const keyOf = (me: string, peer: string): string => `${PREFIX}${me}:${peer}`;

export function readDraft(me: string, peer: string): string {
  return localStorage.getItem(keyOf(me, peer)) ?? '';
}

export function writeDraft(me: string, peer: string, text: string): void {
  if (text === readDraft(me, peer)) return;
  if (text.trim() === '') localStorage.removeItem(keyOf(me, peer));
  else localStorage.setItem(keyOf(me, peer), text);
  version.update((count) => count + 1);
}

export function deleteDrafts(): void {
  for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
  version.update((count) => count + 1);
}

export const useDraft = (me: string, peer: string): string => useStore(version, () => readDraft(me, peer));
