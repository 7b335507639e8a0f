/** The page runs in the direction of its language: styles and code name the start and the end of lines, no sides. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../../../web/src');
/** What is at the same side in every language. */
const OF_SIDES: Readonly<Record<string, string>> = {
  'screens/messenger.module.css: padding: 0 env(safe-area-inset-right) 0 env(safe-area-inset-left)':
    'the notch of a device',
  'parts/field.module.css: border-width: 0 1.5px 1.5px 0': 'two sides of a square, turned to point down',
  'parts/safety-words.module.css: border-width: 0 1.5px 1.5px 0': 'two sides of a square, turned to point down',
};

const sources = (ending: RegExp): readonly (readonly [file: string, text: string])[] =>
  readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
    .filter((file) => ending.test(file))
    .map((file) => [file, readFileSync(join(ROOT, file), 'utf8')]);

/** Splits at the spaces outside of functions. */
function valuesIn(value: string): readonly string[] {
  let depth = 0;
  return Array.from(value)
    .map((letter) => {
      depth += Number(letter === '(') - Number(letter === ')');
      return depth === 0 && letter === ' ' ? '\n' : letter;
    })
    .join('')
    .split('\n');
}

/** True for a declaration that means the left or the right. */
function isOfSides(property: string, value: string): boolean {
  const values = valuesIn(value);
  const [first = '', second, third = first, fourth = second] = values;
  if (/(^|-)(left|right)(-|$)/.test(property)) return true;
  if (/^(text-align|float|clear|caption-side)$/.test(property)) return /^(left|right)$/.test(value);
  if (/^(margin|padding|inset|border-(width|style|color)|scroll-(margin|padding))$/.test(property))
    return second !== fourth;
  if (property === 'border-radius') return first !== (second ?? first) || third !== (fourth ?? third);
  if (property === 'translate') return !/^(0|none)$/.test(first);
  return /\btranslate(X|3d)?\((?!0)|\bto (left|right)\b/.test(value);
}

/** Returns what means a side in a style sheet. */
function sidesIn(css: string): readonly string[] {
  const withoutComments = css.replaceAll(/\/\*.*?\*\//gs, '');
  return [...withoutComments.matchAll(/(?<=[{;]\s*)([a-z-]+):\s*([^;{}]+);/g)]
    .map(([, property = '', value = '']) => [property, value.trim().replaceAll(/\s+/g, ' ')] as const)
    .filter(([property, value]) => isOfSides(property, value))
    .map(([property, value]) => `${property}: ${value}`);
}

describe('the styles', () => {
  it('name no side but those of devices', () => {
    const found = sources(/\.css$/).flatMap(([file, css]) => sidesIn(css).map((side) => `${file}: ${side}`));

    expect(found.toSorted()).toEqual(Object.keys(OF_SIDES).toSorted());
  });

  it.each([
    'left: 50%',
    'margin-left: 1rem',
    'border-left: 3px solid red',
    'border-top-right-radius: 0',
    'text-align: right',
    'padding: 0 1rem 0 calc(1rem + (2px * 2))',
    'border-radius: 0 1rem 1rem 0',
    'translate: -50% 0',
    'transform: translateX(4px)',
    'background: linear-gradient(to right, red, blue)',
  ])('would name one by %s', (declaration) => {
    expect(sidesIn(`.a { color: red; ${declaration}; }`)).toEqual([declaration]);
  });

  it.each(['inset-inline-start: 0', 'padding: 0 1rem 2rem', 'border-radius: 1rem 1rem 0 0', 'translate: 0 -2px'])(
    'name none by %s',
    (declaration) => {
      expect(sidesIn(`.a { color: red; ${declaration}; }`)).toEqual([]);
    },
  );
});

describe('the code', () => {
  it('asks in one place in which direction lines run, and which arrow key goes on along them', () => {
    const asking = sources(/\.tsx?$/)
      .filter(([, text]) => /\.direction === '|\bArrow(Left|Right)\b/.test(text))
      .map(([file]) => file);

    expect(asking.toSorted()).toEqual(['hooks/direction.ts', 'hooks/keys.ts']);
  });
});
