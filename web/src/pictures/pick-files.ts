/** Takes files that were picked, pasted or dropped into a message: prepares them, and keeps them with its draft. */
import type { RowAttachment } from '#client/mailbox.ts';
import type { NewAttachment } from '#client/unsent.ts';
import { uuid } from '#client/uuid.ts';
import { ATTACHMENTS_MAX, PICTURES_MAX } from '#contract/attachments.ts';
import { rememberedConfig } from '../state/config.ts';
import { readDraftFiles, writeDraftFiles } from '../state/drafts.ts';
import { fileStorage } from '../state/file-storage.ts';
import { forgetLocalUrl } from '../state/local-files.ts';
import { type PickedFile, type PreparedFile, changePickedFiles, readPickedFiles } from '../state/picked-files.ts';
import { isPicture } from '../text/attachments.ts';
import { sizeText } from '../text/file-kind.ts';
import { picking } from '../words/picking.ts';
import { cleanFileName } from './file-name.ts';
import { prepareFile, prepareOriginal, preparePostPicture } from './prepare-file.ts';

/** The default of the setting `attachmentMegabytes`, for a site that does not say it. The server checks every size. */
const DEFAULT_MEGABYTES = 10;
const BYTES_PER_MEGABYTE = 1_000_000;

/** Pictures from a camera or the clipboard have names that say nothing. */
const MEANINGLESS =
  /^(?:image|img|pxl|dsc|dscn|screenshot|photo|picture)?[\s_-]*[\d\s_.()-]*\.(?:jpe?g|png|webp|gif|heic|avif)$/i;

/** What files are picked for: the draft of a message, or a post. */
export interface PickedFor {
  readonly me: string;
  /** The person a message is for, or where else the draft is. */
  readonly peer: string;
  /** True for a post: it has pictures only, all of them redrawn and without names. */
  readonly isPost?: true;
}

/** Originals of the pictures that were prepared on this page, by key: so that they can be sent instead. */
const originals = new Map<string, File>();

const addNote = ({ me, peer }: PickedFor, note: string): void =>
  changePickedFiles(me, peer, ({ notes }) => ({ notes: notes.includes(note) ? notes : [...notes, note] }));

const dropPicked = ({ me, peer }: PickedFor, key: string): void =>
  changePickedFiles(me, peer, ({ files }) => ({ files: files.filter((file) => file.key !== key) }));

/**
 * Takes as many files as there is room for. What cannot be taken is said in the notes.
 * @param taken how many a post has already
 */
export async function pickFiles(to: PickedFor, given: readonly File[], taken = 0): Promise<void> {
  const { me, peer, isPost } = to;
  changePickedFiles(me, peer, () => ({ notes: [] }));
  const most = isPost ? PICTURES_MAX : ATTACHMENTS_MAX;
  const room = most - taken - readDraftFiles(me, peer).length - readPickedFiles(me, peer).files.length;
  if (given.length > room) addNote(to, isPost ? picking.tooManyPictures(most) : picking.tooManyFiles(most));
  const chosen = given.slice(0, Math.max(0, room)).map((file) => ({ key: uuid(), file }));
  const waiting: readonly PickedFile[] = chosen.map(({ key, file }) => ({ key, name: file.name }));
  changePickedFiles(me, peer, ({ files }) => ({ files: [...files, ...waiting] }));
  // One after another: a decoded photo takes fifty times the room of its file.
  for (const { key, file } of chosen) await takeOne(to, key, file);
}

async function takeOne(to: PickedFor, key: string, file: File): Promise<void> {
  const { me, peer, isPost } = to;
  try {
    const { file: prepared, asks } = isPost ? { file: await preparePostPicture(file) } : await prepareFile(file);
    const problem = prepared ? sizeProblem(prepared) : picking.noPicture(file.name);
    if (!prepared || problem !== undefined) {
      dropPicked(to, key);
      addNote(to, problem ?? '');
    } else if (asks === undefined) {
      if (prepared.blob !== file && !isPost) originals.set(key, file);
      await keep(to, key, prepared);
    } else
      changePickedFiles(me, peer, ({ files }) => ({
        files: files.map((one) => (one.key === key ? { ...one, asks: { reason: asks, file: prepared } } : one)),
      }));
  } catch {
    dropPicked(to, key);
    addNote(to, picking.unreadable(file.name));
  }
}

function sizeProblem({ blob: { size }, name }: PreparedFile): string | undefined {
  if (size === 0) return picking.empty(name);
  const most = (rememberedConfig()?.attachmentMegabytes ?? DEFAULT_MEGABYTES) * BYTES_PER_MEGABYTE;
  return size > most ? picking.tooLarge(name, sizeText(size), sizeText(most)) : undefined;
}

/** Puts a prepared file into the draft, unless it was removed while it was prepared. */
async function keep(to: PickedFor, key: string, prepared: PreparedFile): Promise<void> {
  const { me, peer, isPost } = to;
  const isKept = await fileStorage.put(me, key, prepared.blob);
  if (!readPickedFiles(me, peer).files.some((file) => file.key === key)) return fileStorage.remove([key]);
  dropPicked(to, key);
  const { name, ...described } = describe(key, prepared);
  const file = isPost || name === undefined ? described : { ...described, name };
  writeDraftFiles(me, peer, [...readDraftFiles(me, peer), file]);
  if (!isKept) addNote(to, picking.notKept);
}

function describe(key: string, { blob, name, type, size }: PreparedFile): NewAttachment {
  const cleaned = isPicture({ type }) && MEANINGLESS.test(name) ? undefined : cleanFileName(name);
  return { key, type, bytes: blob.size, ...(cleaned !== undefined && { name: cleaned }), ...size };
}

/** Takes a file as it is, as its sender has agreed. */
export async function takeAsItIs(to: PickedFor, { key, asks }: PickedFile): Promise<void> {
  if (asks) await keep(to, key, asks.file);
}

export async function removePicked(to: PickedFor, key: string): Promise<void> {
  const { me, peer } = to;
  dropPicked(to, key);
  writeDraftFiles(
    me,
    peer,
    readDraftFiles(me, peer).filter((file) => file.key !== key),
  );
  originals.delete(key);
  await forgetLocalUrl(key);
  await fileStorage.remove([key]);
}

/** Copies files within the storage, so that they outlive those that they are copies of. Lost ones are left out. */
export async function copyFiles(to: PickedFor, files: readonly RowAttachment[]): Promise<readonly NewAttachment[]> {
  const copies: NewAttachment[] = [];
  for (const { key, id: _id, state: _state, ...file } of files) {
    const bytes = key === undefined ? undefined : await fileStorage.get(key);
    const copy = { ...file, key: uuid() };
    if (!bytes) continue;
    if (!(await fileStorage.put(to.me, copy.key, bytes))) addNote(to, picking.notKept);
    copies.push(copy);
  }
  return copies;
}

/** Puts copies of files that were not sent back into the draft: what has them is about to be discarded. */
export async function takeBackFiles(to: PickedFor, files: readonly RowAttachment[]): Promise<void> {
  const { me, peer, isPost } = to;
  const copies = await copyFiles(to, files);
  const most = isPost ? PICTURES_MAX : ATTACHMENTS_MAX;
  const all = [...readDraftFiles(me, peer), ...copies];
  writeDraftFiles(me, peer, all.slice(0, most));
  await fileStorage.remove(all.slice(most).map(({ key }) => key));
}

/** Removes all that was picked. */
export async function removeAllPicked({ me, peer }: PickedFor): Promise<void> {
  const keys = readDraftFiles(me, peer).map(({ key }) => key);
  changePickedFiles(me, peer, () => ({ files: [], notes: [] }));
  writeDraftFiles(me, peer, []);
  await fileStorage.remove(keys);
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
  if (!(await fileStorage.put(me, next.key, prepared.blob))) addNote(to, picking.notKept);
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
