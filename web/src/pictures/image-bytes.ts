/**
 * What the bytes of a picture say: its type, whether it moves, and the same picture without notes about it. A camera
 * and a drawing program note more than the picture: the place, the time, the device, names.
 */

/** The types that browsers show as pictures and the server lets them show. */
export type PictureType = 'image/jpeg' | 'image/png' | 'image/webp' | 'image/gif' | 'image/avif';

/** As many bytes as `pictureType` looks at. */
export const SIGNATURE_BYTES = 32;

/**
 * Returns the type by the first bytes: names and declared types of files are often wrong.
 * @param bytes at least the first 32, unless the file has fewer
 */
export function pictureType(bytes: Uint8Array): PictureType | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'image/jpeg';
  if (textAt(bytes, 0, 8) === '\u0089PNG\r\n\u001a\n') return 'image/png';
  if (textAt(bytes, 0, 4) === 'RIFF' && textAt(bytes, 8, 4) === 'WEBP') return 'image/webp';
  if (/^GIF8[79]a$/.test(textAt(bytes, 0, 6))) return 'image/gif';
  // The major brand, or one of the compatible brands that follow it.
  if (textAt(bytes, 4, 4) === 'ftyp' && /avi[fs]/.test(textAt(bytes, 8, SIGNATURE_BYTES - 8))) return 'image/avif';
  return undefined;
}

/** Bits in the first byte of the chunk VP8X (https://developers.google.com/speed/webp/docs/riff_container). */
const WEBP_ANIMATION = 0x02;
const WEBP_XMP = 0x04;
const WEBP_EXIF = 0x08;

const RIFF_HEADER_BYTES = 12;
const CHUNK_HEADER_BYTES = 8;

interface Chunk {
  readonly name: string;
  /** Where its header begins, and where its padding ends. */
  readonly start: number;
  readonly end: number;
}

/** Returns the chunks of a WebP file, or nothing where one does not fit into the file. */
function webpChunks(bytes: Uint8Array): readonly Chunk[] | undefined {
  const view = viewOf(bytes);
  const end = Math.min(bytes.length, CHUNK_HEADER_BYTES + view.getUint32(4, true));
  const chunks: Chunk[] = [];
  for (let start = RIFF_HEADER_BYTES; start + CHUNK_HEADER_BYTES <= end;) {
    const length = view.getUint32(start + 4, true);
    const next = start + CHUNK_HEADER_BYTES + length + (length % 2);
    // The last chunk of some files lacks its padding.
    if (next > end + 1) return undefined;
    chunks.push({ name: textAt(bytes, start, 4), start, end: Math.min(next, end) });
    start = next;
  }
  return chunks;
}

/** True if a WebP file has more than one frame. */
export function isAnimatedWebp(bytes: Uint8Array): boolean {
  const header = webpChunks(bytes)?.find(({ name }) => name === 'VP8X');
  return header !== undefined && ((bytes[header.start + CHUNK_HEADER_BYTES] ?? 0) & WEBP_ANIMATION) !== 0;
}

/** The chunks that make the picture. All others are notes about it. */
const WEBP_PICTURE_CHUNKS: ReadonlySet<string> = new Set(['VP8X', 'VP8 ', 'VP8L', 'ALPH', 'ANIM', 'ANMF', 'ICCP']);

function webpWithoutNotes(bytes: Uint8Array): Uint8Array | undefined {
  const chunks = webpChunks(bytes)?.filter(({ name }) => WEBP_PICTURE_CHUNKS.has(name));
  if (!chunks || chunks.length === 0) return undefined;
  const kept = joined([
    bytes.subarray(0, RIFF_HEADER_BYTES),
    ...chunks.map(({ start, end }) => bytes.subarray(start, end)),
  ]);
  viewOf(kept).setUint32(4, kept.length - CHUNK_HEADER_BYTES, true);
  // The format has VP8X first, if at all.
  if (chunks[0]?.name === 'VP8X') {
    const flags = RIFF_HEADER_BYTES + CHUNK_HEADER_BYTES;
    kept[flags] = (kept[flags] ?? 0) & ~(WEBP_EXIF | WEBP_XMP);
  }
  return kept;
}

/** Markers of GIF (https://www.w3.org/Graphics/GIF/spec-gif89a.txt). */
const GIF_EXTENSION = 0x21;
const GIF_IMAGE = 0x2c;
const GIF_TRAILER = 0x3b;
const GIF_COMMENT = 0xfe;
const GIF_APPLICATION = 0xff;
const GIF_HEADER_BYTES = 13;
const GIF_IMAGE_HEADER_BYTES = 10;

/** The applications whose blocks belong to the picture: they say how often it repeats. */
const GIF_PICTURE_APPLICATIONS: ReadonlySet<string> = new Set(['NETSCAPE2.0', 'ANIMEXTS1.0']);

/** Returns the length of a color table, by the byte that describes it. */
const colorTableBytes = (packed: number): number => ((packed & 0x80) === 0 ? 0 : 3 * 2 ** ((packed & 0x07) + 1));

function gifWithoutNotes(bytes: Uint8Array): Uint8Array | undefined {
  let place = GIF_HEADER_BYTES + colorTableBytes(bytes[10] ?? 0);
  const parts = [bytes.subarray(0, place)];
  while (place < bytes.length) {
    const marker = bytes[place];
    if (marker === GIF_TRAILER) return joined([...parts, Uint8Array.of(GIF_TRAILER)]);
    if (marker !== GIF_EXTENSION && marker !== GIF_IMAGE) return undefined;
    const end = endOfSubBlocks(bytes, marker === GIF_EXTENSION ? place + 2 : startOfImageData(bytes, place));
    if (end === undefined) return undefined;
    if (marker === GIF_IMAGE || isGifPicturePart(bytes, place)) parts.push(bytes.subarray(place, end));
    place = end;
  }
  // Browsers show a GIF that lacks its trailer.
  return parts.length > 1 ? joined([...parts, Uint8Array.of(GIF_TRAILER)]) : undefined;
}

const startOfImageData = (bytes: Uint8Array, image: number): number =>
  image + GIF_IMAGE_HEADER_BYTES + colorTableBytes(bytes[image + GIF_IMAGE_HEADER_BYTES - 1] ?? 0) + 1;

function isGifPicturePart(bytes: Uint8Array, extension: number): boolean {
  const label = bytes[extension + 1];
  if (label === GIF_COMMENT) return false;
  return label !== GIF_APPLICATION || GIF_PICTURE_APPLICATIONS.has(textAt(bytes, extension + 3, 11));
}

/** Returns where a run of sub-blocks ends: each begins with its length, and the last has none. */
function endOfSubBlocks(bytes: Uint8Array, start: number): number | undefined {
  let place = start;
  for (let length = bytes[place]; length !== undefined; length = bytes[place]) {
    place += 1 + length;
    if (length === 0) return place;
  }
  return undefined;
}

/**
 * Returns a GIF or WebP with all its frames and without notes: EXIF, XMP, comments, and what follows the picture.
 * @returns undefined where the file is damaged
 */
export const withoutNotes = (bytes: Uint8Array, type: 'image/gif' | 'image/webp'): Uint8Array | undefined =>
  type === 'image/gif' ? gifWithoutNotes(bytes) : webpWithoutNotes(bytes);

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const textAt = (bytes: Uint8Array, start: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(start, start + length));

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let place = 0;
  for (const part of parts) {
    all.set(part, place);
    place += part.length;
  }
  return all;
}
