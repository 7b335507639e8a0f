/** What a browser may refuse is asked for in one place, which copes with that. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../../..');
const HOME = 'web/src/browser/';
const REFUSABLE = /\b(?:(?:local|session)Storage|indexedDB|new BroadcastChannel|navigator\.locks|Intl\.|toLocale[DT])/;

const filesOf = (room: string): string[] =>
  readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => `${room}/${file}`);

describe('storage, locks, channels between tabs and formats of languages', () => {
  it.each(['web/src', 'client'])('are used by %s only through web/src/browser', (room) => {
    const users = filesOf(room)
      .filter((file) => !file.startsWith(HOME))
      .filter((file) => REFUSABLE.test(readFileSync(join(ROOT, file), 'utf8')));

    expect(users).toEqual([]);
  });
});

describe('random ids', () => {
  it('come from client/uuid.ts alone, which has them without HTTPS as well', () => {
    const users = ['web/src', 'client']
      .flatMap(filesOf)
      .filter((file) => readFileSync(join(ROOT, file), 'utf8').includes('crypto.randomUUID('));

    expect(users).toEqual(['client/uuid.ts']);
  });
});
