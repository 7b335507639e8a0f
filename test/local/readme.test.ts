/** The README of the local cloud names what there is. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { noFaults } from '#local/faults.ts';

const readme = readFileSync('local/README.md', 'utf8');

describe('the README of the local cloud', () => {
  it('explains every fault', () => {
    expect(Object.keys(noFaults).filter((fault) => !readme.includes(`\`${fault}\``))).toEqual([]);
  });

  it('mentions every folder', () => {
    const folders = readdirSync('local', { withFileTypes: true }).filter((entry) => entry.isDirectory());

    expect(folders.map(({ name }) => name).filter((name) => !new RegExp(`\\b${name}\\b`).test(readme))).toEqual([]);
  });
});
