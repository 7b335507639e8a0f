/**
 * What I have written and not sent, by conversation. Kept in the browser's storage, so that it survives a reload, and
 * forgotten at sign-out, so that the next person at this machine does not find it.
 */
import { useSyncExternalStore } from 'react';

const PREFIX = 'draft:';
const listeners = new Set<() => void>();

const keyOf = (me: string, peer: string): string => `${PREFIX}${me}:${peer}`;

function readDraft(me: string, peer: string): string {
  return localStorage.getItem(keyOf(me, peer)) ?? '';
}

export function writeDraft(me: string, peer: string, text: string): void {
  if (text === readDraft(me, peer)) return;
  if (text.trim() === '') localStorage.removeItem(keyOf(me, peer));
  else localStorage.setItem(keyOf(me, peer), text);
  changed();
}

export function forgetDrafts(): void {
  for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
  changed();
}

/** The draft to one person, followed as it changes. */
export function useDraft(me: string, peer: string): string {
  return useSyncExternalStore(subscribe, () => readDraft(me, peer));
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function changed(): void {
  for (const listener of listeners) listener();
}
