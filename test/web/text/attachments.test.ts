/** Words for pictures and files. */
import { describe, expect, it } from 'vitest';
import { attachmentsText } from '#web/src/text/attachments.ts';
import { kindText, sizeText } from '#web/src/text/file-kind.ts';

const photo = { type: 'image/jpeg' };
const lease = { type: 'application/pdf', name: 'lease.pdf' };

describe('what stands for a message without a text', () => {
  it.each([
    ['Photo', [photo]],
    ['GIF', [{ type: 'image/gif' }]],
    ['3 photos', [photo, photo, { type: 'image/webp' }]],
    ['File: lease.pdf', [lease]],
    ['2 files', [photo, lease]],
    ['Video', [{ type: 'video/mp4', name: 'film.mp4' }]],
    ['sent a picture', []],
  ])('is %s', (text, attachments) => {
    expect(attachmentsText(attachments)).toBe(text);
  });
});

it.each([
  [1, '1 B'],
  [999, '999 B'],
  [8_400, '8.4 KB'],
  [184_320, '184 KB'],
  [1_048_576, '1 MB'],
  [9_960_000, '10 MB'],
  [1_000_000_000, '1 GB'],
])('%i bytes are said to be %s', (bytes, text) => {
  expect(sizeText(bytes)).toBe(text);
});

it.each([
  ['PDF', lease],
  ['ODT', { type: 'application/octet-stream', name: 'letter.odt' }],
  ['File', { type: 'application/octet-stream' }],
  ['Audio', { type: 'audio/ogg', name: 'voice.ogg' }],
])('a kind of file is called %s', (text, file) => {
  expect(kindText(file)).toBe(text);
});
