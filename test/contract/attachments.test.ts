/** What a file may be called, which types are shown in place, and what a request for an upload must say. */

import { describe, expect, it } from 'vitest';
import { attachmentIds } from '#contract/attachments.ts';
import { fileNameFault, fileNameWords } from '#contract/file-name.ts';
import { isShownInline } from '#contract/media-types.ts';
import { FileName, MediaType, createAttachment } from '#contract/routes/attachments.ts';
import { sendMessage } from '#contract/routes/messages.ts';

describe('the name of a file', () => {
  it.each(['lease.pdf', 'Überraschung 🎉.jpg', '写真.png', '.profile', 'a..b', 'צילום.jpg'])('may be %s', (name) => {
    expect(fileNameFault(name)).toBeUndefined();
  });

  it.each([
    ['/etc/passwd', 'has a path'],
    ['..\\boot.ini', 'has a path'],
    ['..', 'has a path'],
    ['C:boot.ini', 'has a path'],
    ['a\r\nSet-Cookie: b.txt', 'has control characters'],
    ['photo\u202egpj.exe', 'has control characters'],
    ['a\u0000.txt', 'has control characters'],
    ['', 'is empty'],
    ['\u200b', 'is empty'],
    ['\ud800.txt', 'is not well-formed'],
    [`${'é'.repeat(126)}.jpg`, 'has more than 255 bytes'],
  ])('is refused where it is %j', (name, problem) => {
    const found = fileNameFault(name);

    expect(found && fileNameWords(found)).toContain(problem);
  });

  it('is stored in NFC', () => {
    expect(FileName.parse('cafe\u0301.txt')).toBe('café.txt');
  });
});

describe('a media type', () => {
  it.each(['image/jpeg', 'application/vnd.oasis.opendocument.text', 'image/svg+xml'])('may be %s', (type) => {
    expect(MediaType.safeParse(type).success).toBe(true);
  });

  it.each(['image', 'Image/JPEG', 'text/html; charset=utf-8', 'a/b\r\n', '*/*', `a/${'b'.repeat(100)}`])(
    'is refused where it is %j',
    (type) => {
      expect(MediaType.safeParse(type).success).toBe(false);
    },
  );

  it('is shown in place only where it can run nothing', () => {
    expect(['image/png', 'image/gif', 'image/avif', 'audio/mpeg', 'video/mp4'].every(isShownInline)).toBe(true);
    const downloads = ['image/svg+xml', 'text/html', 'application/pdf', 'text/plain', 'image/tiff', 'xaudio/x'];
    expect(downloads.some(isShownInline)).toBe(false);
    // A browser takes these for documents, too.
    expect(['video/svg+xml', 'audio/xhtml+xml', 'video/xml'].some(isShownInline)).toBe(false);
    expect(['audio/vnd.wave', 'video/x-matroska', 'video/3gpp2'].every(isShownInline)).toBe(true);
  });
});

describe('a request for an upload', () => {
  const isAccepted = (body: object) => createAttachment.body.safeParse(body).success;

  it('says type and size, or what it is a copy of', () => {
    expect(isAccepted({ type: 'image/png', bytes: 1 })).toBe(true);
    expect(isAccepted({ from: { message: 'a~b.1', id: 'x' }, alt: 'A cat' })).toBe(true);

    expect(isAccepted({ type: 'image/png' })).toBe(false);
    expect(isAccepted({ bytes: 1 })).toBe(false);
    expect(isAccepted({})).toBe(false);
    expect(isAccepted({ type: 'image/png', bytes: 0 })).toBe(false);
    expect(isAccepted({ type: 'image/png', bytes: 1.5 })).toBe(false);
    expect(isAccepted({ type: 'image/png', bytes: 1, from: { message: 'a~b.1', id: 'x' } })).toBe(false);
    expect(isAccepted({ type: 'image/png', bytes: 1, width: 10 })).toBe(false);
    expect(isAccepted({ type: 'image/png', bytes: 1, width: 10, height: 10 })).toBe(true);
  });
});

describe('a message', () => {
  const id = 'A'.repeat(22);
  const isAccepted = (body: object) => sendMessage.body.safeParse({ recipient: 'bob', ...body }).success;

  it('may have no text beside attachments, and must have one without', () => {
    expect(isAccepted({ body: '', attachments: [id] })).toBe(true);
    expect(isAccepted({ body: ' ', attachments: [id] })).toBe(true);

    expect(isAccepted({ body: '' })).toBe(false);
    expect(isAccepted({ body: '', attachments: [] })).toBe(false);
    expect(isAccepted({ body: '\u200b', attachments: [id] })).toBe(false);
  });

  it('names up to ten different attachments', () => {
    const ids = Array.from({ length: 11 }, (_, i) => `${'A'.repeat(20)}${i + 10}`);

    expect(attachmentIds(1, 10).safeParse(ids.slice(1)).success).toBe(true);
    expect(attachmentIds(1, 10).safeParse(ids).success).toBe(false);
    expect(attachmentIds(1, 10).safeParse([id, id]).success).toBe(false);
    expect(attachmentIds(1, 10).safeParse(['../x']).success).toBe(false);
  });
});
