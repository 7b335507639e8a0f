/** What can be read, and told apart, by its color: the ratios of WCAG 2.2, sections 1.4.3 and 1.4.11. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const TEXT = 4.5;
const OTHER = 3;

/** Texts, and all they stand on. */
const TEXTS: Readonly<Record<string, readonly string[]>> = {
  ink: ['canvas', 'surface', 'raised', 'sunken', 'field', 'pressed', 'hover', 'selected', 'talk', 'mine', 'theirs'],
  'ink-2': ['canvas', 'surface', 'raised', 'sunken', 'field', 'hover', 'selected', 'talk', 'mine', 'theirs'],
  'ink-3': ['canvas', 'surface', 'raised', 'sunken', 'field', 'selected', 'talk'],
  'accent-ink': ['canvas', 'surface', 'raised', 'sunken', 'selected', 'talk', 'answer-soft', 'mine', 'theirs'],
  'on-accent': ['accent', 'accent-hover'],
  'on-ask': ['ask', 'ask-hover'],
  'ask-ink': ['ask-soft'],
  good: ['good-soft'],
  danger: ['canvas', 'surface', 'raised', 'talk', 'danger-soft'],
  'banner-ink': ['banner'],
  surface: ['ink'],
};

/** What says by its color that something is there, or in what state it is, and all it stands on. */
const SIGNS: Readonly<Record<string, readonly string[]>> = {
  accent: ['canvas', 'surface', 'raised', 'sunken', 'field', 'selected', 'talk'],
  'line-strong': ['canvas', 'surface', 'raised', 'talk'],
};

const css = readFileSync(join(import.meta.dirname, '../../../web/src/styles/tokens.css'), 'utf8');
const COLOR = String.raw`oklch\(([\d.]+)% ([\d.]+) ([\d.]+)\)`;
const PAIR = new RegExp(String.raw`--([\w-]+): light-dark\(${COLOR}, ${COLOR}\);`, 'g');
const colors = [...css.matchAll(PAIR)].map(([, name = '', ...parts]) => {
  const [l = NaN, c = NaN, h = NaN, darkL = NaN, darkC = NaN, darkH = NaN] = parts.map(Number);
  return { name, light: luminance(l / 100, c, h), dark: luminance(darkL / 100, darkC, darkH) };
});
const light = new Map(colors.map((color) => [color.name, color.light]));
const dark = new Map(colors.map((color) => [color.name, color.dark]));

/** Relative luminance of an OKLCH color, within sRGB. Matrices: https://bottosson.github.io/posts/oklab/. */
function luminance(lightness: number, chroma: number, hue: number): number {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const red = 4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s;
  const green = -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s;
  const blue = -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s;
  const clamped = [red, green, blue].map((part) => Math.min(1, Math.max(0, part)));
  return 0.2126 * (clamped[0] ?? 0) + 0.7152 * (clamped[1] ?? 0) + 0.0722 * (clamped[2] ?? 0);
}

function ratio(tokens: ReadonlyMap<string, number>, one: string, other: string): number {
  const [darker = NaN, lighter = NaN] = [tokens.get(one) ?? NaN, tokens.get(other) ?? NaN].toSorted((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

const tooLow = (tokens: ReadonlyMap<string, number>, pairs: typeof TEXTS, least: number): readonly string[] =>
  Object.entries(pairs)
    .flatMap(([front, grounds]) => grounds.map((ground) => [front, ground] as const))
    .map(([front, ground]) => ({ pair: `${front} on ${ground}`, is: ratio(tokens, front, ground) }))
    .filter(({ is }) => !(is >= least))
    .map(({ pair, is }) => `${pair}: ${is.toFixed(2)}`);

describe.each([
  ['light', light],
  ['dark', dark],
])('in %s colors', (_, tokens) => {
  it('every text can be read', () => {
    expect(tooLow(tokens, TEXTS, TEXT)).toEqual([]);
  });

  it('what is current, focused or a field is seen', () => {
    expect(tooLow(tokens, SIGNS, OTHER)).toEqual([]);
  });
});
