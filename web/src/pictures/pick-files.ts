/** Takes files that were picked, pasted or dropped into a message: prepares them, and keeps them with its draft. */
import type { RowAttachment } from '#client/mailbox.ts';
import type { NewAttachment } from '#client/unsent.ts';
import { uuid } from '#client/uuid.ts';
import { ATTACHMENTS_MAX } from '#contract/attachments.ts';
import { readDraftFiles, writeDraftFiles } from '../state/drafts.ts';
import { fileStorage } from '../state/file-storage.ts';
import { forgetLocalUrl } from '../state/local-files.ts';
import { type PickedFile, type PreparedFile, changePickedFiles, readPickedFiles } from '../state/picked-files.ts';
import { isPicture, sizeText } from '../text/attachments.ts';
import { cleanFileName } from './file-name.ts';
import { prepareFile, prepareOriginal } from './prepare-file.ts';

/** The server's setting may allow less; it says so then. */
const FILE_MAX_BYTES = 10_000_000;

/** Pictures from a camera or the clipboard have names that say nothing. */
const MEANINGLESS =
  /^(?:image|img|pxl|dsc|dscn|screenshot|photo|picture)?[\s_-]*[\d\s_.()-]*\.(?:jpe?g|png|webp|gif|heic|avif)$/i;

const NOT_KEPT =
  'This browser keeps no files. Stay on this page until they’re sent: reloading or closing it loses them.';

/** What files are picked for: the draft of a message to somebody. */
export interface PickedFor {
  readonly me: string;
  readonly peer: string;
}

/** Originals of the pictures that were prepared on this page, by key: so that they can be sent instead. */
const originals = new Map<string, File>();

const addNote = (peer: string, note: string): void =>
  changePickedFiles(peer, ({ notes }) => ({ notes: notes.includes(note) ? notes : [...notes, note] }));

const dropPicked = (peer: string, key: string): void =>
  changePickedFiles(peer, ({ files }) => ({ files: files.filter((file) => file.key !== key) }));

/** Takes files, at most ten in all. What cannot be taken is said in the notes. */
export async function pickFiles(to: PickedFor, given: readonly File[]): Promise<void> {
  const { me, peer } = to;
  changePickedFiles(peer, () => ({ notes: [] }));
  const room = ATTACHMENTS_MAX - readDraftFiles(me, peer).length - readPickedFiles(peer).files.length;
  if (given.length > room) addNote(peer, `A message can have ${ATTACHMENTS_MAX} files. The others were left out.`);
  const taken = given.slice(0, Math.max(0, room)).map((file) => ({ key: uuid(), file }));
  const waiting: readonly PickedFile[] = taken.map(({ key, file }) => ({ key, name: file.name }));
  changePickedFiles(peer, ({ files }) => ({ files: [...files, ...waiting] }));
  // One after another: a decoded photo takes fifty times the room of its file.
  for (const { key, file } of taken) await takeOne(to, key, file);
}

async function takeOne(to: PickedFor, key: string, file: File): Promise<void> {
  const { peer } = to;
  try {
    const { file: prepared, asks } = await prepareFile(file);
    const problem = sizeProblem(prepared);
    if (problem !== undefined) {
      dropPicked(peer, key);
      addNote(peer, problem);
    } else if (asks === undefined) {
      if (prepared.blob !== file) originals.set(key, file);
      await keep(to, key, prepared);
    } else
      changePickedFiles(peer, ({ files }) => ({
        files: files.map((one) => (one.key === key ? { ...one, asks: { reason: asks, file: prepared } } : one)),
      }));
  } catch {
    dropPicked(peer, key);
    addNote(peer, `${file.name} can’t be read. It may have been moved or deleted.`);
  }
}

function sizeProblem({ blob: { size }, name }: PreparedFile): string | undefined {
  if (size === 0) return `${name} is empty.`;
  return size > FILE_MAX_BYTES
    ? `${name} has ${sizeText(size)}. A file can have up to ${sizeText(FILE_MAX_BYTES)}.`
    : undefined;
}

/** Puts a prepared file into the draft, unless it was removed while it was prepared. */
async function keep({ me, peer }: PickedFor, key: string, prepared: PreparedFile): Promise<void> {
  const isKept = await fileStorage.put(me, key, prepared.blob);
  if (!readPickedFiles(peer).files.some((file) => file.key === key)) return fileStorage.remove([key]);
  dropPicked(peer, key);
  writeDraftFiles(me, peer, [...readDraftFiles(me, peer), describe(key, prepared)]);
  if (!isKept) addNote(peer, NOT_KEPT);
}

function describe(key: string, { blob, name, type, size }: PreparedFile): NewAttachment {
  const cleaned = isPicture({ type }) && MEANINGLESS.test(name) ? undefined : cleanFileName(name);
  return { key, type, bytes: blob.size, ...(cleaned !== undefined && { name: cleaned }), ...size };
}

/** Takes a file as it is, as its sender has agreed. */
export async function takeAsItIs(to: PickedFor, { key, asks }: PickedFile): Promise<void> {
  if (asks) await keep(to, key, asks.file);
}

export async function removePicked({ me, peer }: PickedFor, key: string): Promise<void> {
  dropPicked(peer, key);
  writeDraftFiles(
    me,
    peer,
    readDraftFiles(me, peer).filter((file) => file.key !== key),
  );
  originals.delete(key);
  await forgetLocalUrl(key);
  await fileStorage.remove([key]);
}

/**
 * Puts the files of a message that was not sent back into the draft, as copies: the message is about to be discarded,
 * and its own files with it. A file that this browser has lost is left out.
 */
export async function takeBackFiles({ me, peer }: PickedFor, files: readonly RowAttachment[]): Promise<void> {
  for (const { key, id: _id, state: _state, ...file } of files) {
    const bytes = key === undefined ? undefined : await fileStorage.get(key);
    const next = { ...file, key: uuid() };
    if (!bytes || readDraftFiles(me, peer).length >= ATTACHMENTS_MAX) continue;
    if (!(await fileStorage.put(me, next.key, bytes))) addNote(peer, NOT_KEPT);
    writeDraftFiles(me, peer, [...readDraftFiles(me, peer), next]);
  }
}

/** Returns the file that a prepared picture was made of, while this page has it. */
export const originalOf = (key: string): File | undefined => originals.get(key);

/**
 * Replaces a prepared picture in the draft by its original, if this page has that.
 * @returns the key of what is in the draft now
 * @throws {Error} where the original is too large; its message is a sentence
 */
export async function takeOriginal(to: PickedFor, key: string): Promise<string> {
  const { me, peer } = to;
  const original = originals.get(key);
  if (!original) return key;
  const prepared = await prepareOriginal(original);
  const problem = sizeProblem(prepared);
  if (problem !== undefined) throw new Error(problem);
  const next = describe(uuid(), prepared);
  if (!(await fileStorage.put(me, next.key, prepared.blob))) addNote(peer, NOT_KEPT);
  writeDraftFiles(
    me,
    peer,
    readDraftFiles(me, peer).map((file) => (file.key === key ? next : file)),
  );
  await removePicked(to, key);
  return next.key;
}

/** @param alt what the picture shows; empty: nothing is said about it */
export function describePicked({ me, peer }: PickedFor, key: string, alt: string): void {
  writeDraftFiles(
    me,
    peer,
    readDraftFiles(me, peer).map((file) => {
      const { alt: _alt, ...rest } = file;
      return file.key !== key ? file : alt === '' ? rest : { ...rest, alt };
    }),
  );
}
