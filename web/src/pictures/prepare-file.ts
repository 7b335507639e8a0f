/**
 * Makes of a picked file what is sent. A photo is redrawn, in the right position and at most 1,600 pixels wide and
 * high: so it is small, every browser shows it, and the place where it was taken stays here. What cannot be redrawn
 * is sent as it is only after a question.
 */
import type { AsItIs, PreparedFile } from '../state/picked-files.ts';
import { type PictureType, SIGNATURE_BYTES, isAnimatedWebp, pictureType, withoutNotes } from './image-bytes.ts';
import { maySayWhere } from './may-say-where.ts';
import { type Size, fitted } from './size.ts';

/** The longest side of a picture that is sent. */
const PICTURE_MAX_PIXELS = 1_600;

/** Of 1: above it, the bytes grow faster than the eye sees. */
const JPEG_QUALITY = 0.85;
const WEBP_QUALITY = 0.9;

export interface Preparation {
  readonly file: PreparedFile;
  /** Set where its sender must agree first. */
  readonly asks?: AsItIs;
}

/**
 * @param file as it was picked, pasted or dropped
 * @returns a promise that rejects only where the file cannot be read: it was moved or deleted
 */
export async function prepareFile(file: File): Promise<Preparation> {
  const start = new Uint8Array(await file.slice(0, SIGNATURE_BYTES).arrayBuffer());
  const type = pictureType(start);
  if (type !== undefined) {
    const prepared = await preparePicture(file, type);
    return prepared ? { file: prepared } : { file: unchanged(file, type), asks: 'picture' };
  }
  const asks = maySayWhere(start, file);
  if (asks === undefined) return { file: unchanged(file) };
  if (asks === 'video') return { file: await withSize(unchanged(file)), asks };
  // BMP, HEIC and the like: some browsers can draw them.
  const drawn = await drawAnew(file, 'image/jpeg');
  return drawn ? { file: drawn } : { file: unchanged(file), asks };
}

/** Returns a picture for a post: always redrawn. Undefined where this browser cannot draw it. */
export async function preparePostPicture(file: File): Promise<PreparedFile | undefined> {
  const type = pictureType(new Uint8Array(await file.slice(0, SIGNATURE_BYTES).arrayBuffer()));
  return drawAnew(file, type === 'image/png' || type === 'image/webp' ? type : 'image/jpeg');
}

/** Returns the file as it was picked: what a person gets who wants to send the original. */
export async function prepareOriginal(file: File): Promise<PreparedFile> {
  const type = pictureType(new Uint8Array(await file.slice(0, SIGNATURE_BYTES).arrayBuffer()));
  const size = await sizeOfPicture(file);
  return { ...unchanged(file, type), ...(size && { size }) };
}

async function preparePicture(file: File, type: PictureType): Promise<PreparedFile | undefined> {
  if (type !== 'image/gif' && type !== 'image/webp') return drawAnew(file, type);
  const bytes = new Uint8Array(await file.arrayBuffer());
  // Redrawn, it would stand still.
  if (type === 'image/webp' && !isAnimatedWebp(bytes)) return drawAnew(file, type);
  const kept = withoutNotes(bytes, type);
  const blob = kept && new Blob([kept as Uint8Array<ArrayBuffer>], { type });
  const size = blob && (await sizeOfPicture(blob));
  return blob && size && { blob, name: file.name, type, size };
}

async function drawAnew(file: File, from: PictureType): Promise<PreparedFile | undefined> {
  const bitmap = await decode(file);
  if (!bitmap) return undefined;
  try {
    const size = fitted(bitmap, PICTURE_MAX_PIXELS);
    const canvas = new OffscreenCanvas(size.width, size.height);
    const context = canvas.getContext('2d');
    if (!context) return undefined;
    // A JPEG has no transparent parts: they would become black.
    if (from === 'image/jpeg') {
      context.fillStyle = 'white';
      context.fillRect(0, 0, size.width, size.height);
    }
    context.imageSmoothingQuality = 'high';
    context.drawImage(bitmap, 0, 0, size.width, size.height);
    const blob = await encode(canvas, from);
    return { blob, name: renamed(file.name, blob.type), type: blob.type, size };
  } catch {
    // Too large for a canvas of this browser.
    return undefined;
  } finally {
    bitmap.close();
  }
}

/**
 * A photo stays a JPEG. All else may have transparent parts or the sharp edges of a screenshot, so it becomes WebP, or
 * PNG where that is smaller or the browser writes no WebP.
 */
async function encode(canvas: OffscreenCanvas, from: PictureType): Promise<Blob> {
  if (from === 'image/jpeg') return canvas.convertToBlob({ type: 'image/jpeg', quality: JPEG_QUALITY });
  const webp = await canvas.convertToBlob({ type: 'image/webp', quality: WEBP_QUALITY });
  if (from === 'image/png' && webp.type !== 'image/png') {
    const png = await canvas.convertToBlob({ type: 'image/png' });
    if (png.size <= webp.size) return png;
  }
  return webp;
}

/** Decodes a picture in the position that its notes give. */
const decode = (file: Blob): Promise<ImageBitmap | undefined> =>
  createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => undefined);

/** Returns undefined where the browser cannot decode the picture. */
async function sizeOfPicture(file: Blob): Promise<Size | undefined> {
  const bitmap = await decode(file);
  if (!bitmap) return undefined;
  const { width, height } = bitmap;
  bitmap.close();
  return { width, height };
}

/** A video whose size is not known in this time is sent without it. */
const VIDEO_TIMEOUT_MS = 5_000;

async function withSize(file: PreparedFile): Promise<PreparedFile> {
  const video = document.createElement('video');
  const url = URL.createObjectURL(file.blob);
  const known = new Promise<boolean>((resolve) => {
    video.addEventListener('loadedmetadata', () => resolve(true));
    video.addEventListener('error', () => resolve(false));
    setTimeout(() => resolve(false), VIDEO_TIMEOUT_MS);
  });
  video.preload = 'metadata';
  video.src = url;
  const size = (await known) && video.videoWidth > 0 && { width: video.videoWidth, height: video.videoHeight };
  video.removeAttribute('src');
  URL.revokeObjectURL(url);
  return size ? { ...file, size } : file;
}

const unchanged = (file: File, type: string = typeOf(file)): PreparedFile => ({ blob: file, name: file.name, type });

/** A declared type may have parameters, and a browser that does not know the file declares none. */
const typeOf = ({ type }: File): string => type.split(';')[0]?.trim().toLowerCase() || 'application/octet-stream';

const EXTENSIONS: Readonly<Record<string, string>> = { 'image/jpeg': 'jpg', 'image/png': 'png', 'image/webp': 'webp' };

/** Returns the name with the extension of what the picture has become. */
function renamed(name: string, type: string): string {
  const extension = EXTENSIONS[type];
  const isSame = new RegExp(`\\.${extension === 'jpg' ? 'jpe?g' : extension}$`, 'i').test(name);
  return extension === undefined || isSame ? name : `${name.replace(/\.\w{1,5}$/, '')}.${extension}`;
}
