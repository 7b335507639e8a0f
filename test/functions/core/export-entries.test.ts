/** The pages of an export. */

import { describe, expect, it } from 'vitest';
import { exportEntries, type ExportPosition } from '#functions/core/export-entries.ts';
import { messages } from '../support/entries.ts';
import { MemoryLog } from '../support/memory-log.ts';

/** Every page of alice's entries. */
async function pagesOf(log: MemoryLog, peers: readonly string[]): Promise<string[][]> {
  const pages: string[][] = [];
  let position: ExportPosition | undefined = { peer: peers[0] ?? '', seq: 0 };
  while (position) {
    const { entries, next } = await exportEntries(log, 'alice', peers, position);
    pages.push(entries.map(({ conversation, seq }) => `${conversation}.${seq}`));
    position = next;
  }
  return pages;
}

describe('an export', () => {
  it('has every entry once, in pages of a hundred that span conversations', async () => {
    const all = [...messages(150), ...messages(70, { recipient: 'carol' }), ...messages(30, { recipient: 'dave' })];

    const pages = await pagesOf(new MemoryLog(all), ['bob', 'carol', 'dave']);

    expect(pages.map(({ length }) => length)).toEqual([100, 100, 50]);
    expect(pages.flat()).toEqual(all.map(({ conversation, seq }) => `${conversation}.${seq}`));
  });

  it('has the links of three hundred files in a page, and no entry twice', async () => {
    const files = Array.from({ length: 10 }, (_, i) => `kept/${i}`);
    const all = [...messages(80), ...messages(5, { recipient: 'carol' })].map((entry) => ({ ...entry, files }));

    const pages = await pagesOf(new MemoryLog(all), ['bob', 'carol']);

    expect(pages.map(({ length }) => length)).toEqual([30, 30, 25]);
    expect(pages.flat()).toEqual(all.map(({ conversation, seq }) => `${conversation}.${seq}`));
  });

  it('skips conversations without entries, fifty per page', async () => {
    const peers = Array.from({ length: 120 }, (_, i) => `peer-${String(i).padStart(3, '0')}`);

    const pages = await pagesOf(new MemoryLog(messages(2, { recipient: 'peer-119' })), peers);

    expect(pages).toEqual([[], [], ['alice~peer-119.1', 'alice~peer-119.2']]);
  });
});
