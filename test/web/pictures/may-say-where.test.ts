/** Which files the page asks about before it sends them as they are. */
import { describe, expect, it } from 'vitest';
import { maySayWhere } from '#web/src/pictures/may-say-where.ts';
import { bytesOf } from './pictures.ts';

const asked = (start: string, name = 'file', type = '') => maySayWhere(bytesOf(start), { name, type });

describe('a file without a declared type', () => {
  it.each([
    ['HEIC', '....ftypheic....mif1heic'],
    ['HEIF', '....ftypmif1....mif1heic'],
    ['CR3', '....ftypcrx ....crx isom'],
    ['DNG, NEF and other TIFF', 'II*\0....'],
    ['TIFF of the other order', 'MM\0*....'],
    ['ORF', 'IIRO....'],
    ['RW2', 'IIU\0....'],
    ['RAF', 'FUJIFILMCCD-RAW '],
    ['JPEG XL', '\0\0\0\fJXL '],
  ])('is a picture by its first bytes: %s', (_, start) => {
    expect(asked(start)).toBe('picture');
  });

  it.each([
    ['MP4', '....ftypisom....isomavc1'],
    ['QuickTime', '....ftypqt  ....qt  '],
    ['old QuickTime', '....moov....mvhd'],
    ['3GP', '....ftyp3gp5....'],
    ['Matroska', '\u001aE\u00df\u00a3'],
    ['AVI', 'RIFF....AVI LIST'],
  ])('is a video by its first bytes: %s', (_, start) => {
    expect(asked(start)).toBe('video');
  });

  it.each([
    ['IMG_0001.HEIC', 'picture'],
    ['DSC_0001.NEF', 'picture'],
    ['photo.cr2', 'picture'],
    ['clip.MTS', 'video'],
    ['clip.mov', 'video'],
    ['notes.txt', undefined],
    ['main.ts', undefined],
    ['heic', undefined],
  ])('is known by its name, where the bytes say nothing: %s', (name, expected) => {
    expect(asked('........', name)).toBe(expected);
  });
});

describe('a file with a declared type', () => {
  it('is asked about as a picture or a video, whatever its bytes', () => {
    expect(asked('', 'a', 'image/x-unknown')).toBe('picture');
    expect(asked('', 'a', 'video/x-unknown')).toBe('video');
  });

  it('that says something else is asked about where its bytes are those of a photo or a film', () => {
    expect(asked('....ftypheic', 'a.bin', 'application/octet-stream')).toBe('picture');
    expect(asked('....ftypisom', 'a.mp4', 'application/mp4')).toBe('video');
  });

  it.each([
    ['image/svg+xml', '<svg xmlns='],
    ['audio/mp4', '....ftypM4A '],
    ['audio/mp4', '....ftypisom'],
    ['audio/webm', '\u001aE\u00df\u00a3'],
    ['audio/wav', 'RIFF....WAVEfmt '],
    ['application/pdf', '%PDF-1.7'],
    ['application/zip', 'PK\u0003\u0004'],
  ])('is sent without a question: %s', (type, start) => {
    expect(asked(start, 'file', type)).toBeUndefined();
  });
});
