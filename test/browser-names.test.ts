/** The browser tests share one message center, so a name that two of them sign up with is taken for the second. */

import { readFileSync, readdirSync } from 'node:fs';
import { expect, it } from 'vitest';

const FOLDER = new URL('browser/', import.meta.url);
const SIGNING_UP = /\b(?:member|newcomer|openAccount)\(\s*'([^']+)'/g;

it('nobody signs up in two places of the browser tests', () => {
  const places = new Map<string, string[]>();
  for (const file of readdirSync(FOLDER).filter((each) => each.endsWith('.spec.ts')))
    for (const [, name = ''] of readFileSync(new URL(file, FOLDER), 'utf8').matchAll(SIGNING_UP))
      places.set(name, [...(places.get(name) ?? []), file]);

  expect(places.size).toBeGreaterThan(100);
  expect([...places].filter(([, files]) => files.length > 1)).toEqual([]);
});
