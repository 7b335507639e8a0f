/** Which pictures say no more than they show. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PICTURE_TYPES } from '#contract/media-types.ts';
import { segmentsOf } from '#functions/core/files/picture-segments.ts';

const bytes = (...parts: readonly (string | readonly number[])[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))));

const segment = (marker: number, content: string): Buffer =>
  bytes([0xff, marker, (content.length + 2) >> 8, (content.length + 2) & 0xff], content);

const START = bytes([0xff, 0xd8]);
const END = bytes([0xff, 0xd9]);
const jfif = segment(0xe0, 'JFIF\0\u0001\u0001\0\0\u0001\0\u0001\0\0');
const tables = segment(0xdb, 'x'.repeat(65));
const frame = segment(0xc0, '\u0008\0\u0001\0\u0001\u0001\u0001\u0011\0');
const scan = Buffer.concat([
  segment(0xda, '\u0001\u0001\0\0\u003f\0'),
  bytes([0x12, 0xff, 0x00, 0x34, 0xff, 0xd0, 0x56]),
]);
const jpeg = (...more: readonly Buffer[]): Buffer => Buffer.concat([START, jfif, ...more, tables, frame, scan, END]);

const chunk = (type: string, content = ''): Buffer => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  return bytes([...length], type, content, [0, 0, 0, 0]);
};
const SIGNATURE = bytes([0x89], 'PNG\r\n', [0x1a], '\n');
const png = (...more: readonly Buffer[]): Buffer =>
  Buffer.concat([SIGNATURE, chunk('IHDR', 'x'.repeat(13)), ...more, chunk('IDAT', 'data'), chunk('IEND')]);

const piece = (type: string, content: string): Buffer => {
  const size = Buffer.alloc(4);
  size.writeUInt32LE(content.length);
  return bytes(type, [...size], content, content.length % 2 ? [0] : []);
};
const webp = (...pieces: readonly Buffer[]): Buffer => {
  const body = Buffer.concat([Buffer.from('WEBP'), ...pieces]);
  const size = Buffer.alloc(4);
  size.writeUInt32LE(body.length);
  return Buffer.concat([Buffer.from('RIFF'), size, body]);
};

describe('a JPEG', () => {
  it.each([
    ['with tables, a frame and scans', jpeg()],
    ['with a colour profile', jpeg(segment(0xe2, 'ICC_PROFILE\0\u0001\u0001data'))],
    ["with Adobe's colours", jpeg(segment(0xee, 'Adobe\0d\0\0\0\0\u0001'))],
    ['with several scans', Buffer.concat([START, jfif, tables, frame, scan, tables, scan, END])],
    ['with fill bytes before a marker', Buffer.concat([START, bytes([0xff, 0xff]), jfif, tables, frame, scan, END])],
  ])('%s only shows something', (_, picture) => {
    expect(segmentsOf('image/jpeg', picture)).toBe('shows-only');
  });

  it.each([
    ['EXIF', jpeg(segment(0xe1, 'Exif\0\0MM\0*'))],
    ['XMP', jpeg(segment(0xe1, 'http://ns.adobe.com/xap/1.0/\0<x/>'))],
    ['IPTC', jpeg(segment(0xed, 'Photoshop 3.0\u0000 8BIM'))],
    ['several pictures', jpeg(segment(0xe2, 'MPF\0data'))],
    ['a thumbnail', jpeg(segment(0xe0, `JFIF\0\u0001\u0001\0\0\u0001\0\u0001\u0001\u0001rgb`))],
    ['a thumbnail that is said to be there', jpeg(segment(0xe0, 'JFIF\0\u0001\u0001\0\0\u0001\0\u0001\u0001\u0001'))],
    ['something after its JFIF', jpeg(segment(0xe0, 'JFIF\0\u0001\u0001\0\0\u0001\0\u0001\0\0GPS'))],
    ['an extension of JFIF', jpeg(segment(0xe0, 'JFXX\0\u0010thumbnail'))],
    ['anything as APP0', jpeg(segment(0xe0, '38.71N, 9.13W'))],
    ['anything as APP14', jpeg(segment(0xee, '38.71N, 9.13W'))],
    ["something after Adobe's colours", jpeg(segment(0xee, 'Adobe\0d\0\0\0\0\u0001GPS'))],
    ["a file's name", jpeg(segment(0xfe, 'holiday-in-Lisbon.jpg'))],
    ['EXIF between its scans', Buffer.concat([START, tables, frame, scan, segment(0xe1, 'Exif\0\0'), scan, END])],
    ['something after its end', Buffer.concat([jpeg(), Buffer.from('GPS')])],
    ['a second picture after its end', Buffer.concat([jpeg(), jpeg()])],
  ])('with %s says more', (_, picture) => {
    expect(segmentsOf('image/jpeg', picture)).toBe('says-more');
  });
});

describe('a PNG', () => {
  it('with its colours and size only shows something', () => {
    const needed = [chunk('sRGB', '\0'), chunk('gAMA', 'data'), chunk('iCCP', 'profile'), chunk('pHYs', 'x'.repeat(9))];

    expect(segmentsOf('image/png', png(...needed))).toBe('shows-only');
  });

  it.each([
    ...['eXIf', 'iTXt', 'tEXt', 'zTXt', 'tIME', 'prVt'].map((type) => [type, png(chunk(type, 'data'))] as const),
    ['something after its end', Buffer.concat([png(), Buffer.from('GPS')])] as const,
  ])('with %s says more', (_, picture) => {
    expect(segmentsOf('image/png', picture)).toBe('says-more');
  });
});

describe('a WebP', () => {
  it.each([
    ['of one chunk', webp(piece('VP8 ', 'data'))],
    ['without loss', webp(piece('VP8L', 'dat'))],
    [
      'with transparency and a profile',
      webp(piece('VP8X', '0123456789'), piece('ICCP', 'p'), piece('ALPH', 'a'), piece('VP8 ', 'd')),
    ],
  ])('%s only shows something', (_, picture) => {
    expect(segmentsOf('image/webp', picture)).toBe('shows-only');
  });

  it.each([
    ['EXIF', webp(piece('VP8X', '0123456789'), piece('VP8 ', 'data'), piece('EXIF', 'MM'))],
    ['XMP', webp(piece('VP8X', '0123456789'), piece('VP8 ', 'data'), piece('XMP ', '<x/>'))],
    ['frames, which may have chunks of their own', webp(piece('VP8X', '0123456789'), piece('ANMF', 'data'))],
    ['something after its end', Buffer.concat([webp(piece('VP8 ', 'data')), Buffer.from('GPS')])],
  ])('with %s says more', (_, picture) => {
    expect(segmentsOf('image/webp', picture)).toBe('says-more');
  });
});

describe('what is no picture of its type', () => {
  it.each(PICTURE_TYPES)('is broken: %s', (type) => {
    for (const other of [Buffer.alloc(0), Buffer.from('<svg/>'), Buffer.alloc(100, 0xff)])
      expect(segmentsOf(type, other)).toBe('broken');
    const whole = { 'image/jpeg': jpeg(), 'image/png': png(), 'image/webp': webp(piece('VP8 ', 'data')) }[type];
    for (let length = 0; length < whole.length; length++)
      expect(segmentsOf(type, whole.subarray(0, length)), `${length} bytes`).toBe('broken');
  });

  it('is broken where the bytes are random, and reading them ends', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.constantFrom(...PICTURE_TYPES), (random, type) => {
        expect(segmentsOf(type, random)).toBe('broken');
      }),
    );
  });
});
