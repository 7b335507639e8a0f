/**
 * Which files may say where they were made, besides the pictures that this page prepares. Browsers declare a type by
 * the ending of a name, and none for endings that their system does not know: HEIC and the raw files of cameras are
 * often among those. So the first bytes count as well.
 */
import type { AsItIs } from '../state/picked-files.ts';

/**
 * Brands of pictures in a file of boxes; all others are of videos and sounds.
 * https://mp4ra.org/registered-types/brands
 */
const PICTURE_BRANDS = /^(?:hei[cfmsx]|hev[cmsx]|mif[12]|msf1|miaf|avi[cfs]|crx |jxl |jp2 |jpx |jpm |j2ki|jpeg)/;
const SOUND_BRANDS = /^(?:M4[ABP] |F4[AB] )/;

/** Boxes with which a QuickTime file without brands begins. */
const QUICKTIME_BOXES: ReadonlySet<string> = new Set(['moov', 'mdat', 'wide', 'free', 'skip', 'pnot']);

/** How other pictures begin. Most raw files of cameras are TIFF. */
const PICTURE_STARTS = [
  ...['II*\0', 'MM\0*', 'II+\0', 'MM\0+', 'IIRO', 'IIRS', 'IIU\0', 'II\u001a\0', 'FUJIFILM', 'FOVb', '\0MRM'],
  ...['8BPS', '\u00ff\n', '\0\0\0\fJXL ', '\0\0\0\fjP  '],
];

/** How other videos begin: Matroska and WebM, ASF, FLV, MPEG. */
const VIDEO_STARTS = ['\u001aE\u00df\u00a3', '0&\u00b2u\u008ef\u00cf\u0011', 'FLV\u0001', '\0\0\u0001\u00ba'];

const PICTURE_ENDINGS = new RegExp(
  '\\.(?:hei[cf]s?|hif|avif|tiff?|jxl|jp2|j2k|jpe?g|psd|dng|nef|nrw|cr[23w]|arw|sr[2fw]|raf|orf|rw[2l]|raw|pef|' +
    'x3f|mrw|erf|kdc|dcr|mos|mef|iiq|3fr|fff|gpr)$',
  'i',
);
const VIDEO_ENDINGS = /\.(?:mp4|m4v|mov|qt|3gp2?|3gpp|3g2|avi|mkv|webm|ogv|mts|m2ts|mpe?g|wmv|asf|flv|insv|lrv|360)$/i;

/**
 * Returns whether a file is a picture or a video, as far as its first bytes, its declared type or its name tell.
 * @param start at least the first 32 bytes, unless the file has fewer
 */
export function maySayWhere(start: Uint8Array, { name, type }: Pick<File, 'name' | 'type'>): AsItIs | undefined {
  // Text that draws: no camera writes it.
  if (type.startsWith('image/svg+xml')) return undefined;
  if (type.startsWith('image/')) return 'picture';
  if (type.startsWith('video/')) return 'video';
  const isSound = type.startsWith('audio/');
  const text = String.fromCharCode(...start.subarray(0, 32));
  const found =
    byBytes(text) ?? (PICTURE_ENDINGS.test(name) ? 'picture' : VIDEO_ENDINGS.test(name) ? 'video' : 'other');
  // Sounds come in the same containers as videos.
  return found === 'other' || (isSound && found === 'video') ? undefined : found;
}

/** Returns undefined where the bytes tell nothing. */
function byBytes(text: string): AsItIs | 'other' | undefined {
  const box = text.slice(4, 8);
  if (box === 'ftyp') {
    const brand = text.slice(8);
    return PICTURE_BRANDS.test(brand) ? 'picture' : SOUND_BRANDS.test(brand) ? 'other' : 'video';
  }
  if (QUICKTIME_BOXES.has(box) || VIDEO_STARTS.some((start) => text.startsWith(start))) return 'video';
  if (text.startsWith('RIFF')) return text.startsWith('AVI ', 8) ? 'video' : undefined;
  return PICTURE_STARTS.some((start) => text.startsWith(start)) ? 'picture' : undefined;
}
