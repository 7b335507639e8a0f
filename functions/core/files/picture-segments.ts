/**
 * What a picture holds besides what it shows. Cameras write the place, the time and themselves into it (EXIF, XMP,
 * IPTC), programs a file's name. So only segments pass that are known to be needed for showing it, and nothing may
 * follow its end.
 */

import type { PictureType } from '#contract/media-types.ts';

/** `says-more`: it has a segment that is not needed for showing it. `broken`: it is no picture of that type. */
export type Segments = 'shows-only' | 'says-more' | 'broken';

export function segmentsOf(type: PictureType, bytes: Uint8Array): Segments {
  switch (type) {
    case 'image/jpeg':
      return jpegSegments(bytes);
    case 'image/png':
      return pngSegments(bytes);
    case 'image/webp':
      return webpSegments(bytes);
  }
}

const textAt = (bytes: Uint8Array, at: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(at, at + length));

const byteAt = (bytes: Uint8Array, at: number): number => bytes[at] ?? -1;

const uint16 = (bytes: Uint8Array, at: number): number => byteAt(bytes, at) * 0x100 + byteAt(bytes, at + 1);
const uint32 = (bytes: Uint8Array, at: number): number => uint16(bytes, at) * 0x1_0000 + uint16(bytes, at + 2);
const uint32LittleEndian = (bytes: Uint8Array, at: number): number =>
  byteAt(bytes, at) +
  byteAt(bytes, at + 1) * 0x100 +
  byteAt(bytes, at + 2) * 0x1_0000 +
  byteAt(bytes, at + 3) * 0x100_0000;

const START_OF_IMAGE = 0xd8;
const END_OF_IMAGE = 0xd9;
const START_OF_SCAN = 0xda;
/** JFIF, and Adobe's, which says how colours are coded. */
const APP0 = 0xe0;
const APP14 = 0xee;
/** Colour profiles, and other things. */
const APP2 = 0xe2;
const APP15 = 0xef;
const COMMENT = 0xfe;
/** Tables, frames, scans and restarts. https://www.w3.org/Graphics/JPEG/itu-t81.pdf, table B.1 */
const isCoding = (marker: number): boolean => marker >= 0xc0 && marker <= 0xdf;

/** JFIF, alone: a thumbnail shows what the picture has hidden since. https://www.w3.org/Graphics/JPEG/jfif3.pdf */
const isJfif = (bytes: Uint8Array, at: number, length: number, marker: number): boolean =>
  marker === APP0 && length === 16 && textAt(bytes, at + 2, 5) === 'JFIF\0' && uint16(bytes, at + 14) === 0;

/** Adobe's segment of 12 bytes. https://www.itu.int/rec/T-REC-T.872 */
const isAdobe = (bytes: Uint8Array, at: number, length: number, marker: number): boolean =>
  marker === APP14 && length === 14 && textAt(bytes, at + 2, 5) === 'Adobe';

/** Every byte is looked at: segments may stand between the scans of a picture, too. */
function jpegSegments(bytes: Uint8Array): Segments {
  if (byteAt(bytes, 0) !== 0xff || byteAt(bytes, 1) !== START_OF_IMAGE) return 'broken';
  let at = 2;
  while (at < bytes.length) {
    if (byteAt(bytes, at) !== 0xff) return 'broken';
    while (byteAt(bytes, at) === 0xff) at++;
    const marker = byteAt(bytes, at);
    at++;
    if (marker === END_OF_IMAGE) return at === bytes.length ? 'shows-only' : 'says-more';
    const length = uint16(bytes, at);
    if (length < 2 || at + length > bytes.length) return 'broken';
    const isProfile = marker === APP2 && textAt(bytes, at + 2, 12) === 'ICC_PROFILE\0';
    const isColour = isJfif(bytes, at, length, marker) || isAdobe(bytes, at, length, marker) || isProfile;
    const isNeeded = isCoding(marker) || isColour;
    if (!isNeeded) return (marker >= APP0 && marker <= APP15) || marker === COMMENT ? 'says-more' : 'broken';
    at += length;
    if (marker === START_OF_SCAN) at = endOfScan(bytes, at);
  }
  return 'broken';
}

/** Returns where the next marker is. In the data of a scan, 0 follows each 0xff, or the number of a restart. */
function endOfScan(bytes: Uint8Array, start: number): number {
  let at = start;
  for (;;) {
    at = bytes.indexOf(0xff, at);
    if (at < 0) return bytes.length;
    const next = byteAt(bytes, at + 1);
    if (next !== 0 && !(next >= 0xd0 && next <= 0xd7)) return at;
    at += 2;
  }
}

const PNG_SIGNATURE = '\u0089PNG\r\n\u001a\n';
/** https://www.w3.org/TR/png-3/#11Chunks, without texts, times and EXIF */
const PNG_CHUNKS: ReadonlySet<string> = new Set([
  ...['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'cHRM', 'gAMA', 'iCCP', 'sBIT', 'sRGB', 'cICP', 'mDCV', 'cLLI'],
  ...['bKGD', 'hIST', 'pHYs', 'acTL', 'fcTL', 'fdAT'],
]);

function pngSegments(bytes: Uint8Array): Segments {
  if (textAt(bytes, 0, 8) !== PNG_SIGNATURE) return 'broken';
  let at = 8;
  while (at + 12 <= bytes.length) {
    const [length, type] = [uint32(bytes, at), textAt(bytes, at + 4, 4)];
    const end = at + 12 + length;
    if (end > bytes.length || (at === 8 && type !== 'IHDR')) return 'broken';
    if (!PNG_CHUNKS.has(type)) return 'says-more';
    if (type === 'IEND') return end === bytes.length && length === 0 ? 'shows-only' : 'says-more';
    at = end;
  }
  return 'broken';
}

/**
 * https://developers.google.com/speed/webp/docs/riff_container, without EXIF and XMP, and without frames of animations,
 * which may hold chunks of their own.
 */
const WEBP_CHUNKS: ReadonlySet<string> = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ICCP']);

function webpSegments(bytes: Uint8Array): Segments {
  if (textAt(bytes, 0, 4) !== 'RIFF' || textAt(bytes, 8, 4) !== 'WEBP') return 'broken';
  const end = uint32LittleEndian(bytes, 4) + 8;
  if (end > bytes.length) return 'broken';
  if (end < bytes.length) return 'says-more';
  let at = 12;
  while (at < end) {
    const size = uint32LittleEndian(bytes, at + 4);
    if (at + 8 > end || at + 8 + size > end) return 'broken';
    if (!WEBP_CHUNKS.has(textAt(bytes, at, 4))) return 'says-more';
    // A chunk of odd size is followed by one byte.
    at += 8 + size + (size % 2);
  }
  return at === end && end > 12 ? 'shows-only' : 'broken';
}
