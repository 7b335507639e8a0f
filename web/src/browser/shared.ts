/**
 * What another app has shared with this one, while it is not yet known whom it is for. The worker keeps it and the page
 * takes it, so it is in the browser's caches, which both can read. It belongs to the person who was signed in then; if
 * nobody was, to the person who signs in on the way from there: the address of the page names it, and nobody can guess
 * that.
 */

const CACHE = 'shared';
const PREFIX = '/shared/';

/** What nobody has taken in this time is dropped. Signing up, with a code by email, takes some minutes. */
const LIFETIME_MS = 60 * 60_000;
/** Kept at once at most; the oldest go first. Any page can post a form here, and must not fill the disk. */
const KEPT_MAX = 3;
/** Names of the form's fields, as the manifest has them. */
const TEXT_FIELDS = ['title', 'text', 'url'] as const;
const FILES_FIELD = 'files';
/** As many as a message can have: `ATTACHMENTS_MAX` of the contract, whose schemas would come along into the worker. */
const FILES_MAX = 10;
/** Of all files together. Photos are made smaller when they are taken into a message. */
const FILES_MAX_BYTES = 100_000_000;
/** More than a message can have: the composer says by how much. */
const TEXT_MAX_CHARACTERS = 10_000;

const PERSON_HEADER = 'x-person';
const KEPT_AT_HEADER = 'x-kept-at';
const LEFT_OUT_HEADER = 'x-left-out';

export interface Shared {
  /** Empty where only files were shared. */
  readonly text: string;
  readonly files: readonly File[];
  /** How many files were too many, or too large. */
  readonly leftOut: number;
}

interface Keeping {
  /** Who is signed in; undefined where nobody is. */
  readonly person: string | undefined;
  /** Epoch milliseconds. */
  readonly now: number;
}

/**
 * Keeps what a form has.
 * @returns the id under which it is read
 * @throws where the browser keeps nothing, or has no room
 */
export async function keepShared(form: FormData, { person, now }: Keeping): Promise<string> {
  const cache = await caches.open(CACHE);
  await dropOutdated(cache, now, KEPT_MAX - 1);
  const files = filesIn(form);
  const fitting = fittingOf(files.slice(0, FILES_MAX));
  const kept = new FormData();
  kept.set('text', textIn(form));
  for (const file of fitting) kept.append(FILES_FIELD, file, file.name);
  const response = new Response(kept);
  if (person !== undefined) response.headers.set(PERSON_HEADER, person);
  response.headers.set(KEPT_AT_HEADER, String(now));
  response.headers.set(LEFT_OUT_HEADER, String(files.length - fitting.length));
  const id = Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join('');
  await cache.put(PREFIX + id, response);
  return id;
}

/** Returns the files that there is room for; a smaller one may follow one that is too large. */
function fittingOf(files: readonly File[]): readonly File[] {
  let room = FILES_MAX_BYTES;
  return files.filter(({ size }) => {
    const fits = size <= room;
    if (fits) room -= size;
    return fits;
  });
}

/** An empty file is what a form has where none was chosen. */
const filesIn = (form: FormData): readonly File[] =>
  form.getAll(FILES_FIELD).flatMap((value) => (typeof value !== 'string' && value.size > 0 ? value : []));

/** Apps put a link into any of the fields, and often into two. A form has its lines end by CR and LF. */
function textIn(form: FormData): string {
  const texts = TEXT_FIELDS.map((field) => form.get(field))
    .flatMap((value) => (typeof value === 'string' ? value.replaceAll('\r\n', '\n').trim() : []))
    .filter((text, at, all) => text !== '' && !all.some((other, i) => i !== at && isSaidIn(text, at, other, i)));
  return Array.from(texts.join('\n')).slice(0, TEXT_MAX_CHARACTERS).join('');
}

const isSaidIn = (text: string, at: number, other: string, i: number): boolean =>
  other.includes(text) && (other.length > text.length || i < at);

/** @returns undefined where it is somebody else's, was dropped, or was never there */
export async function readShared(id: string, person: string, now: number): Promise<Shared | undefined> {
  const cache = await caches.open(CACHE);
  await dropOutdated(cache, now, KEPT_MAX);
  const response = await cache.match(PREFIX + id);
  if (!response || (response.headers.get(PERSON_HEADER) ?? person) !== person) return undefined;
  const form = await response.formData();
  const leftOut = Number(response.headers.get(LEFT_OUT_HEADER));
  return { text: textIn(form), files: filesIn(form), leftOut };
}

/** Deletes what was taken, or is not to be sent. */
export async function dropShared(id: string): Promise<void> {
  await (await caches.open(CACHE)).delete(PREFIX + id);
}

/** Deletes all of it: the next person here finds nothing. */
export async function dropAllShared(): Promise<void> {
  await caches.delete(CACHE);
}

/** Deletes what is old, and the oldest of the others until `most` are left. */
async function dropOutdated(cache: Cache, now: number, most: number): Promise<void> {
  const kept: { readonly request: Request; readonly at: number }[] = [];
  for (const request of await cache.keys())
    kept.push({ request, at: Number((await cache.match(request))?.headers.get(KEPT_AT_HEADER)) });
  const isFresh = ({ at }: { readonly at: number }): boolean => at > now - LIFETIME_MS && at <= now;
  const fresh = kept.filter(isFresh).toSorted((one, other) => other.at - one.at);
  const dropped = [...kept.filter((one) => !isFresh(one)), ...fresh.slice(most)];
  await Promise.all(dropped.map(({ request }) => cache.delete(request)));
}
