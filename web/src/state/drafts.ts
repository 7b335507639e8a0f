/**
 * Unfinished messages, one for each conversation. A draft belongs to the tab that writes it, so that no other tab
 * replaces or deletes it; when that tab has been closed, another one takes the draft over. Drafts live in the browser's
 * storage, so that they survive a reload, and are deleted at sign-out, so that the next person at this machine does not
 * find them.
 */
import { isBlank } from '#contract/text.ts';
import { deviceStorage } from '../browser/storage.ts';
import { createStore, useStore } from './store.ts';
import { takeOverFromClosedTabs, tabName } from './tabs.ts';

const PREFIX = 'draft:';
/** Parts what a key consists of. No name of a person or a tab has one. */
const SEPARATOR = ':';

/** Counts changes: the drafts themselves stay in the browser's storage, which does not tell its own tab of changes. */
const version = createStore(0);

/** The name of this tab. Until it is known, drafts are written without one, as if their tab had been closed. */
let tab: string | undefined;

const keyOf = (me: string, peer: string): string =>
  PREFIX + [me, peer, ...(tab === undefined ? [] : [tab])].join(SEPARATOR);

export function readDraft(me: string, peer: string): string {
  return deviceStorage.read(keyOf(me, peer)) ?? '';
}

export function writeDraft(me: string, peer: string, text: string): void {
  if (text === readDraft(me, peer)) return;
  if (isBlank(text)) deviceStorage.remove(keyOf(me, peer));
  else deviceStorage.write(keyOf(me, peer), text);
  changed();
}

/**
 * Makes the drafts of closed tabs this tab's own: at once, and later whenever a tab is closed. Where this tab has a
 * draft for the same person, the other one waits for the next page that is loaded.
 * @param signal ends that
 * @returns a promise that resolves when the drafts that are there now have been taken over; it never rejects
 */
export async function takeOverDrafts(me: string, signal: AbortSignal): Promise<void> {
  tab = await tabName();
  await takeOverFromClosedTabs(
    async (isOpen) => adopt(me, (owner) => owner === undefined || !isOpen(owner)),
    async (closed) => adopt(me, (owner) => owner === closed),
    signal,
  ).catch(() => undefined);
}

/** @param isClosed whether to take over from this tab; undefined where a draft has none */
function adopt(me: string, isClosed: (owner: string | undefined) => boolean): void {
  const prefix = PREFIX + me + SEPARATOR;
  for (const key of deviceStorage.keys().filter((candidate) => candidate.startsWith(prefix))) {
    const [peer = '', owner] = key.slice(prefix.length).split(SEPARATOR);
    if (owner === tab || !isClosed(owner) || readDraft(me, peer) !== '') continue;
    const text = deviceStorage.read(key) ?? '';
    // First removed: a storage that is full has room for it then.
    deviceStorage.remove(key);
    deviceStorage.write(keyOf(me, peer), text);
  }
  changed();
}

export function deleteDrafts(): void {
  for (const key of deviceStorage.keys()) if (key.startsWith(PREFIX)) deviceStorage.remove(key);
  changed();
}

const changed = (): void => version.update((count) => count + 1);

export const useDraft = (me: string, peer: string): string => useStore(version, () => readDraft(me, peer));
