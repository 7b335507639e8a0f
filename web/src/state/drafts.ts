/**
 * Unfinished messages, one for each conversation, with what they reply to or edit, the posts that they are written
 * from and the files that were picked for them. A draft belongs to the tab that writes it, so that no other tab
 * replaces or deletes it; when that tab has been closed, another one takes the draft over. Drafts live in the browser's
 * storage, so that they survive a reload, and are deleted at sign-out, so that the next person at this machine does not
 * find them.
 */
import { useCallback, useMemo, useSyncExternalStore } from 'react';
import { createListeners } from '#client/listeners.ts';
import type { NewAttachment } from '#client/unsent.ts';
import type { QuotedPost } from '#contract/schemas.ts';
import { isBlank } from '#contract/text.ts';
import { deviceStorage } from '../browser/storage.ts';
import { takeOverFromClosedTabs, tabName } from './tabs.ts';

const PREFIX = 'draft:';
const POST_PREFIX = 'draft-post:';
const FILES_PREFIX = 'draft-files:';
const TARGET_PREFIX = 'draft-target:';
const PREFIXES = [PREFIX, POST_PREFIX, FILES_PREFIX, TARGET_PREFIX];
/** Parts what a key consists of. No name of a person or a tab has one. */
const SEPARATOR = ':';

/**
 * Tells whose drafts have changed; without a name, perhaps everybody's. The drafts themselves stay in the browser's
 * storage, which does not tell its own tab of changes, and which is slow to read: a long list follows a draft in each
 * of its rows.
 */
const changes = createListeners<[peer?: string]>();

/** The name of this tab. Until it is known, drafts are written without one, as if their tab had been closed. */
let tab: string | undefined;

const keyOf = (prefix: string, me: string, peer: string): string =>
  prefix + [me, peer, ...(tab === undefined ? [] : [tab])].join(SEPARATOR);

const read = (prefix: string, me: string, peer: string): string => deviceStorage.read(keyOf(prefix, me, peer)) ?? '';

function write(prefix: string, me: string, peer: string, value: string): void {
  if (value === read(prefix, me, peer)) return;
  if (value === '') deviceStorage.remove(keyOf(prefix, me, peer));
  else deviceStorage.write(keyOf(prefix, me, peer), value);
  changes.notify(peer);
}

export const readDraft = (me: string, peer: string): string => read(PREFIX, me, peer);

export const writeDraft = (me: string, peer: string, text: string): void =>
  write(PREFIX, me, peer, isBlank(text) ? '' : text);

export const readDraftTarget = (me: string, peer: string): string => read(TARGET_PREFIX, me, peer);

/** @param value what is replied to or edited, as the composer writes it; empty: nothing */
export const writeDraftTarget = (me: string, peer: string, value: string): void =>
  write(TARGET_PREFIX, me, peer, value);

/** @param post the peer's post that the next message is written from; undefined: none */
export const writeDraftPost = (me: string, peer: string, post: QuotedPost | undefined): void =>
  write(POST_PREFIX, me, peer, post ? [post.id, post.title].join(SEPARATOR) : '');

export const readDraftFiles = (me: string, peer: string): readonly NewAttachment[] =>
  filesOf(read(FILES_PREFIX, me, peer));

/** @param files what was picked for the next message. Their bytes are in the storage of files. */
export const writeDraftFiles = (me: string, peer: string, files: readonly NewAttachment[]): void =>
  write(FILES_PREFIX, me, peer, files.length === 0 ? '' : JSON.stringify(files));

/** Returns the keys of all files that were picked, in all tabs. */
export const draftFileKeys = (me: string): readonly string[] =>
  deviceStorage
    .keys()
    .filter((key) => key.startsWith(FILES_PREFIX + me + SEPARATOR))
    .flatMap((key) => filesOf(deviceStorage.read(key) ?? '').map((file) => file.key));

/** Returns how many drafts there are with a text or files, in all tabs: those of forms, too, and edits. */
export function countDrafts(me: string): number {
  const places = deviceStorage.keys().flatMap((key) => {
    const prefix = PREFIXES.find((one) => key.startsWith(one + me + SEPARATOR));
    if (prefix === undefined || prefix === POST_PREFIX) return [];
    // A reply keeps its text where other drafts are.
    if (prefix === TARGET_PREFIX && !isEdited(deviceStorage.read(key) ?? '')) return [];
    return key.slice(prefix.length);
  });
  return new Set(places).size;
}

const isEdited = (target: string): boolean => (JSON.parse(target) as { readonly text?: string }).text !== undefined;

const filesOf = (value: string): readonly NewAttachment[] =>
  value === '' ? [] : (JSON.parse(value) as readonly NewAttachment[]);

/** An id of a post has no separator; its title may have some. */
function postOf(value: string): QuotedPost | undefined {
  const end = value.indexOf(SEPARATOR);
  return end < 0 ? undefined : { id: value.slice(0, end), title: value.slice(end + 1) };
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
  for (const prefix of PREFIXES) {
    const begin = prefix + me + SEPARATOR;
    for (const key of deviceStorage.keys().filter((candidate) => candidate.startsWith(begin))) {
      const [peer = '', owner] = key.slice(begin.length).split(SEPARATOR);
      if (owner === tab || !isClosed(owner) || read(prefix, me, peer) !== '') continue;
      const value = deviceStorage.read(key) ?? '';
      // First removed: a storage that is full has room for it then.
      deviceStorage.remove(key);
      deviceStorage.write(keyOf(prefix, me, peer), value);
    }
  }
  changes.notify();
}

export function deleteDrafts(): void {
  for (const key of deviceStorage.keys())
    if (PREFIXES.some((prefix) => key.startsWith(prefix))) deviceStorage.remove(key);
  changes.notify();
}

const whole = (value: string): string => value;

/**
 * Follows what is stored for one person.
 * @param select returns the part that matters
 */
function useStored<Part extends string | undefined = string>(
  prefix: string,
  me: string,
  peer: string,
  select: (value: string) => Part = whole as never,
): Part {
  const subscribe = useCallback(
    (onChange: () => void) => changes.subscribe((of) => (of === undefined || of === peer) && onChange()),
    [peer],
  );
  return useSyncExternalStore(subscribe, () => select(read(prefix, me, peer)));
}

export const useDraft = (me: string, peer: string): string => useStored(PREFIX, me, peer);

/** What the composer for a person replies to or edits. */
export const useDraftTarget = <Part extends string | undefined = string>(
  me: string,
  peer: string,
  select?: (value: string) => Part,
): Part => useStored(TARGET_PREFIX, me, peer, select);

/** What was picked for the next message to a person. */
export function useDraftFiles(me: string, peer: string): readonly NewAttachment[] {
  const value = useStored(FILES_PREFIX, me, peer);
  return useMemo(() => filesOf(value), [value]);
}

/** The post that the next message to a person is written from. */
export function useDraftPost(me: string, peer: string): QuotedPost | undefined {
  const value = useStored(POST_PREFIX, me, peer);
  return useMemo(() => postOf(value), [value]);
}
