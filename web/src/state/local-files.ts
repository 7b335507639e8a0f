/**
 * Addresses of files that this page has itself: those that wait, and, for a while, those that were sent from here. So
 * a picture that was sent stays in its place, and is not loaded back.
 */
import type { RowAttachment } from '#client/mailbox.ts';
import { fileStorage } from './file-storage.ts';

/** Addresses that are kept; the one that was asked for first goes first. Each keeps its file from being forgotten. */
const URLS_MAX = 60;

/** By key, in the order of their making. */
const urls = new Map<string, Promise<string | undefined>>();
/** What has been read of them. */
const known = new Map<string, string>();
/** The keys of files that the server has given an id. */
const keysOfIds = new Map<string, string>();

/** Returns the address of a file that waits; undefined where this browser does not have it. Never rejects. */
export function localUrl(key: string): Promise<string | undefined> {
  const found = urls.get(key) ?? makeUrl(key);
  urls.set(key, found);
  const [oldest] = urls.keys();
  if (urls.size > URLS_MAX && oldest !== undefined) void forgetLocalUrl(oldest);
  return found;
}

async function makeUrl(key: string): Promise<string | undefined> {
  const file = await fileStorage.get(key);
  if (!file) return undefined;
  const url = URL.createObjectURL(file);
  known.set(key, url);
  return url;
}

/** Returns the address of a file, where it has been asked for before. */
export function knownUrl({ key, id }: RowAttachment): string | undefined {
  const of = key ?? (id === undefined ? undefined : keysOfIds.get(id));
  return of === undefined ? undefined : known.get(of);
}

/** Notes which file an attachment of the server's was. */
export const rememberId = (key: string, id: string): void => void keysOfIds.set(id, key);

/** Forgets the address of a file that was removed. */
export async function forgetLocalUrl(key: string): Promise<void> {
  const url = urls.get(key);
  urls.delete(key);
  known.delete(key);
  const made = await url;
  if (made !== undefined) URL.revokeObjectURL(made);
}
