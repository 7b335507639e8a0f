/** What a browser loads before it shows the page: little, and nothing that only the API's description needs. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Route } from '#contract/route.ts';
import { routes } from '#contract/routes.ts';
import { page } from '#start/build-page.ts';
import { READ_BODIES } from '#web/trim-contract.ts';

const BUDGET_BYTES = 130_000;

const assets = join(page, 'assets');
const scripts = readdirSync(assets).filter((name) => name.endsWith('.js'));
const textOf = (name: string): string => readFileSync(join(assets, name), 'utf8');
const index = readFileSync(join(page, 'index.html'), 'utf8');
const first = scripts.filter((name) => index.includes(`/assets/${name}"`));

/** Returns the script of a screen. Its name ends in a hash of eight characters. */
function chunkOf(screen: string): string {
  const [chunk, ...others] = scripts.filter((name) => new RegExp(`^${screen}-[\\w-]{8}\\.js$`).test(name));
  if (chunk === undefined || others.length > 0)
    throw new Error(`The screen ${screen} is in ${others.length + 1} scripts.`);
  return chunk;
}

/** Returns scripts with all that they import when they are loaded. */
function closureOf(names: readonly string[], known: ReadonlySet<string> = new Set()): ReadonlySet<string> {
  const added = names.filter((name) => !known.has(name));
  if (added.length === 0) return known;
  const imported = added.flatMap((name) =>
    [...textOf(name).matchAll(/(?:\bfrom|\bimport) ?["'`]\.\/([^"'`]+\.js)["'`]/g)].map(([, other = '']) => other),
  );
  return closureOf(imported, new Set([...known, ...added]));
}

const gzipBytes = (names: ReadonlySet<string>): number =>
  [...names].reduce((sum, name) => sum + gzipSync(textOf(name)).length, 0);

describe('the first load, gzipped', () => {
  it('is at most 130 KB of scripts', () => {
    expect(first.length).toBeGreaterThan(0);
    // The browser learns from the page of all that it will need, and asks for it at once.
    expect([...closureOf(first)].toSorted()).toEqual(first.toSorted());
    expect(gzipBytes(new Set(first))).toBeLessThanOrEqual(BUDGET_BYTES);
  });

  it.each(['sign-in', 'messenger inbox'])('is at most 130 KB up to the first screen: %s', (screens) => {
    const loaded = closureOf([...first, ...screens.split(' ').map(chunkOf)]);

    expect(gzipBytes(loaded)).toBeLessThanOrEqual(BUDGET_BYTES);
  });

  it('has the rules of new names and passwords only where a form asks for them', () => {
    const rules = chunkOf('new-credentials');

    expect(closureOf([...first, chunkOf('messenger'), chunkOf('inbox')])).not.toContain(rules);
    expect(closureOf([chunkOf('sign-up')])).toContain(rules);
  });

  it('has the schemas of those requests alone that the page or its client checks itself', () => {
    const sources = ['client', 'web/src'].flatMap((room) =>
      readdirSync(room, { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.tsx?$/.test(name))
        .map((name) => readFileSync(join(room, name), 'utf8')),
    );
    const operations = new Set<string>(Object.values(routes).flatMap((some) => some.map(({ operation }) => operation)));
    const read = sources.flatMap((text) => [...text.matchAll(/(\w+)\.(?:body|query|parameters)(?=[.,)])/g)]);

    expect(new Set(read.flatMap(([, name = '']) => (operations.has(name) ? name : [])))).toEqual(READ_BODIES);
  });

  it('has none of the descriptions of the API', () => {
    const text = scripts.map(textOf).join('\n');
    const declared: readonly Route[] = Object.values(routes).flat();
    const descriptions = declared.flatMap(({ description = '' }) => description.match(/^.{40}/g) ?? []);

    expect(text).toContain('/posts/{id}');
    expect(descriptions.length).toBeGreaterThan(10);
    expect(descriptions.filter((description) => text.includes(description))).toEqual([]);
  });
});
