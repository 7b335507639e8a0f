/** Weights hold without a variable face: each is one that every system's face has, or is drawn as the next of them. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../../../web/src');
const css = readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.css'))
  .map((file) => readFileSync(join(ROOT, file), 'utf8'))
  .join('\n');

it('text has three weights, by tokens', () => {
  const weights = [...css.matchAll(/--weight-(\w+):\s*([^;]+);/g)].map(([, name = '', value]) => [name, value]);
  const allowed = new Set(['inherit', ...weights.map(([name]) => `var(--weight-${name})`)]);
  const used = [...css.matchAll(/font-weight:\s*([^;]+);/g)].map(([, value = '']) => value);

  expect(Object.fromEntries(weights)).toEqual({ text: '400', name: '500', strong: '600' });
  expect(used.length).toBeGreaterThan(20);
  expect(used.filter((value) => !allowed.has(value))).toEqual([]);
});
