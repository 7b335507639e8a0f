/** Files that were picked and are not ready to be sent: they are being prepared, or wait for an answer. */
import { createStore, useStore } from './store.ts';

/** A file as it will be uploaded. */
export interface PreparedFile {
  readonly blob: Blob;
  readonly name: string;
  /** A media type without parameters. */
  readonly type: string;
  /** In pixels, where it is a picture or a video. */
  readonly size?: { readonly width: number; readonly height: number };
}

/** Why a file can only be sent as it is, with all that it says about its making. */
export type AsItIs = 'video' | 'picture';

export interface PickedFile {
  readonly key: string;
  readonly name: string;
  /** Set where it can only be sent as it is, and its sender has to agree. */
  readonly asks?: { readonly reason: AsItIs; readonly file: PreparedFile };
}

/** What is said about the last files that were picked: which could not be taken, and what to know of the others. */
interface Picked {
  readonly files: readonly PickedFile[];
  readonly notes: readonly string[];
}

const NOTHING: Picked = { files: [], notes: [] };

/** By who picks them, and for what. They live as long as the page, which may see several people. */
const picked = createStore<ReadonlyMap<string, Picked>>(new Map());

/** No user name has a space. */
const keyOf = (me: string, place: string): string => `${me} ${place}`;

/** @param place a conversation of a person, or what else files are picked for */
export const usePickedFiles = (me: string, place: string): Picked =>
  useStore(picked, (all) => all.get(keyOf(me, place)) ?? NOTHING);

export const readPickedFiles = (me: string, place: string): Picked =>
  picked.getSnapshot().get(keyOf(me, place)) ?? NOTHING;

export function changePickedFiles(me: string, place: string, change: (before: Picked) => Partial<Picked>): void {
  picked.update((all) => {
    const before = all.get(keyOf(me, place)) ?? NOTHING;
    return new Map(all).set(keyOf(me, place), { ...before, ...change(before) });
  });
}
