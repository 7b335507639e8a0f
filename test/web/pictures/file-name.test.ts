/** Names of files, as they are sent. */
import { describe, expect, it } from 'vitest';
import { fileNameFault } from '#contract/file-name.ts';
import { cleanFileName } from '#web/src/pictures/file-name.ts';

describe('the name of a file', () => {
  it.each([
    ['lease.pdf', 'lease.pdf'],
    ['  Miete 2026 – Straße.pdf ', 'Miete 2026 – Straße.pdf'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\ann\\lease.pdf', 'lease.pdf'],
    ['in\u202evoice\u202c.pdf\u0000', 'invoice.pdf'],
    ['cut \ud83d.pdf', 'cut \ufffd.pdf'],
    ['e\u0301.txt', 'é.txt'],
  ])('%j is sent as %j', (name, clean) => {
    expect(cleanFileName(name)).toBe(clean);
  });

  it.each(['', '   ', '/', '..', '\u202e'])('%j is sent without one', (name) => {
    expect(cleanFileName(name)).toBeUndefined();
  });

  it.each(['x'.repeat(300), '한'.repeat(200), '😀'.repeat(100)])('is shortened, and keeps its ending: %#', (stem) => {
    const short = cleanFileName(`${stem}.tar`) ?? '';

    expect(fileNameFault(short)).toBeUndefined();
    expect(short.endsWith('.tar')).toBe(true);
    expect(new TextEncoder().encode(short).length).toBeGreaterThan(250);
  });
});
