/** What the page reads in the bytes of a picture, and what it takes out of them. */
import { describe, expect, it } from 'vitest';
import { isAnimatedWebp, pictureType, withoutNotes } from '#web/src/pictures/image-bytes.ts';
import { animatedWebp, bytesOf, gif, plainWebp, textOf } from './pictures.ts';

describe('the type of a picture', () => {
  it.each([
    ['image/jpeg', 'ÿØÿà..JFIF'],
    ['image/png', '\u0089PNG\r\n\u001a\n....IHDR'],
    ['image/webp', 'RIFF....WEBPVP8 '],
    ['image/gif', 'GIF89a'],
    ['image/avif', '....ftypavif'],
    ['image/avif', '....ftypmif1....miafavif'],
    [undefined, '....ftypheic....mif1heic'],
    [undefined, '%PDF-1.7'],
    [undefined, '<svg xmlns='],
    [undefined, ''],
  ])('is %s by its first bytes', (type, text) => {
    expect(pictureType(bytesOf(text))).toBe(type);
  });
});

describe('an animated WebP', () => {
  it('is told from one that stands still', () => {
    expect(isAnimatedWebp(animatedWebp())).toBe(true);
    expect(isAnimatedWebp(plainWebp())).toBe(false);
  });

  it('keeps its frames and loses EXIF, XMP and what no one knows', () => {
    const told = animatedWebp(['EXIF', 'a place'], ['XMP ', 'a name'], ['mine', 'a note']);

    const kept = withoutNotes(told, 'image/webp') ?? new Uint8Array();

    expect([...kept]).toEqual([...animatedWebp()]);
    expect(isAnimatedWebp(kept)).toBe(true);
  });

  it('that is cut off is not repaired', () => {
    expect(withoutNotes(animatedWebp().subarray(0, -9), 'image/webp')).toBeUndefined();
  });
});

describe('a GIF', () => {
  it('keeps its frames and loops, and loses comments, XMP and what follows it', () => {
    const told = gif({ comment: 'at home', xmp: '<x:xmpmeta>a place</x:xmpmeta>', after: 'PK a hidden archive' });

    const kept = withoutNotes(told, 'image/gif') ?? new Uint8Array();

    expect([...kept]).toEqual([...gif({})]);
    expect(textOf(kept)).toContain('NETSCAPE2.0');
  });

  it('gets the trailer that it lacks', () => {
    expect([...(withoutNotes(gif({}).subarray(0, -1), 'image/gif') ?? [])]).toEqual([...gif({})]);
  });

  it.each([20, 40, 60])('that is cut off after %i bytes is not repaired', (length) => {
    expect(withoutNotes(gif({}).subarray(0, length), 'image/gif')).toBeUndefined();
  });
});
