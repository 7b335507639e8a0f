/** Texts stand in the catalogs alone, and all that stand there are read while something is drawn. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { turkish } from '#web/src/words/tr/catalog.ts';
import { readsIn, sources, textsIn } from './sources.ts';

const rooms: ReadonlySet<string> = new Set(
  readdirSync(join(import.meta.dirname, '../../../web/src/words/tr')).map((file) => file.replace(/\.ts$/, '')),
);
const files = [...sources.keys()];
const reads = files.flatMap((file) => readsIn(file, rooms).map((read) => ({ file, ...read })));
const camelCase = (room: string): string => room.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

describe('the sources of the page', () => {
  it('have their texts in the catalogs', () => {
    expect(files.filter((file) => textsIn(file).length > 0)).toEqual([]);
  });

  it('read texts while something is drawn, and never when a module is loaded, which may be before the language', () => {
    expect(reads.filter(({ isLater }) => !isLater)).toEqual([]);
  });

  it('read each text of the catalogs', () => {
    const known = new Set(reads.map(({ text }) => text));
    const unread = Object.entries(turkish.rooms).flatMap(([room, texts]) =>
      Object.keys(texts)
        .map((name) => `${camelCase(room)}.${name}`)
        .filter((name) => !known.has(name)),
    );

    expect(unread).toEqual([]);
  });
});
