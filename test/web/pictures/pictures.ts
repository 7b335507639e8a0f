/** Small pictures, byte by byte, with the notes that cameras and programs write into them. */

export const bytesOf = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(text, (character) => character.charCodeAt(0));

export const textOf = (bytes: Uint8Array): string => String.fromCharCode(...bytes);

const uint32 = (value: number): string =>
  String.fromCharCode(value & 0xff, (value >> 8) & 0xff, (value >> 16) & 0xff, value >>> 24);

type Chunk = readonly [name: string, content: string];

function riff(chunks: readonly Chunk[]): Uint8Array<ArrayBuffer> {
  const body = chunks
    .map(([name, content]) => name + uint32(content.length) + content + (content.length % 2 ? '\0' : ''))
    .join('');
  return bytesOf(`RIFF${uint32(body.length + 4)}WEBP${body}`);
}

export const plainWebp = (): Uint8Array<ArrayBuffer> => riff([['VP8 ', 'pixels']]);

/** @param notes chunks after its frames; the flags say which there are */
export function animatedWebp(...notes: readonly Chunk[]): Uint8Array<ArrayBuffer> {
  const has = (name: string): boolean => notes.some(([of]) => of === name);
  const flags = String.fromCharCode(0x02 | (has('EXIF') ? 0x08 : 0) | (has('XMP ') ? 0x04 : 0));
  return riff([
    ['VP8X', `${flags}\0\0\0\u0001\0\0\u0001\0\0`],
    ['ANIM', '\0\0\0\0\0\0'],
    ['ANMF', 'the first frame'],
    ['ANMF', 'the next one'],
    ...notes,
  ]);
}

const subBlocks = (text: string): string =>
  `${(text.match(/[\s\S]{1,255}/g) ?? []).map((part) => String.fromCharCode(part.length) + part).join('')}\0`;

/** A GIF of 1 × 1 pixels with two frames, that repeats for ever. */
export function gif({ comment = '', xmp = '', after = '' }): Uint8Array<ArrayBuffer> {
  const frame = `!ù\u0004\0\u000a\0\0\0,\0\0\0\0\u0001\0\u0001\0\0\u0002\u0002D\u0001\0`;
  return bytesOf(
    `GIF89a\u0001\0\u0001\0\u0080\0\0ÿÿÿ\0\0\0!ÿ\u000bNETSCAPE2.0\u0003\u0001\0\0\0${frame}` +
      (comment && `!þ${subBlocks(comment)}`) +
      (xmp && `!ÿ\u000bXMP DataXMP${subBlocks(xmp)}`) +
      `${frame};${after}`,
  );
}

/**
 * Returns a JPEG with a segment of EXIF that says: turned by a quarter, and taken at this place.
 * @param jpeg one without EXIF
 */
export function withPlace(jpeg: Uint8Array): Uint8Array<ArrayBuffer> {
  const exif = bytesOf(`Exif\0\0${tiff()}`);
  const length = exif.length + 2;
  const segment = [0xff, 0xe1, length >> 8, length & 0xff, ...exif];
  const told = new Uint8Array(jpeg.length + segment.length);
  told.set(jpeg.subarray(0, 2));
  told.set(segment, 2);
  told.set(jpeg.subarray(2), 2 + segment.length);
  return told;
}

/** The orientation, and a position of 51° 30′ north (TIFF 6.0 and EXIF 2.3, little-endian). */
function tiff(): string {
  const uint16 = (value: number): string => String.fromCharCode(value & 0xff, value >> 8);
  const field = (tag: number, type: number, count: number, value: string): string =>
    uint16(tag) + uint16(type) + uint32(count) + value.padEnd(4, '\0');
  const GPS_START = 8 + 2 + 2 * 12 + 4;
  const NUMBERS_START = GPS_START + 2 + 2 * 12 + 4;
  const numbers = [51, 30, 0].map((value) => uint32(value) + uint32(1)).join('');
  return (
    `II*\0${uint32(8)}` +
    uint16(2) +
    field(0x0112, 3, 1, uint16(6)) +
    field(0x8825, 4, 1, uint32(GPS_START)) +
    uint32(0) +
    uint16(2) +
    field(0x0001, 2, 2, 'N\0') +
    field(0x0002, 5, 3, uint32(NUMBERS_START)) +
    uint32(0) +
    numbers
  );
}
