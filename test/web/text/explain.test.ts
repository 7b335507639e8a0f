/** Refusals are worded in the language of the page. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { ApiProblem } from '#client/problem.ts';
import { FAULT_CODES } from '#contract/fault.ts';
import { CLIENT_CODES } from '#contract/refusal.ts';
import { refusals } from '#functions/api/problem.ts';
import type { LANGUAGES } from '#web/src/browser/language.ts';
import { explain } from '#web/src/text/explain.ts';
import { turkish } from '#web/src/words/tr/catalog.ts';
import { type Translation, translate } from '#web/src/words/words.ts';

const refusal = (code: string, fault?: { code: string; limit?: number }): ApiProblem =>
  new ApiProblem({
    status: 409,
    code,
    title: 'Refused',
    detail: 'In English.',
    errors: { name: 'Must be short' },
    ...(fault && { faults: { name: fault } }),
  });

/** Every language but English, which the API speaks. */
const translations: Readonly<Record<Exclude<keyof typeof LANGUAGES, 'en'>, Translation>> = { tr: turkish };
const languages = Object.entries(translations);
const codes = [...Object.keys(refusals), ...CLIENT_CODES];

afterEach(() => translate(undefined));

describe('the codes', () => {
  it('that the client gives by itself are among those of the API or in its own list', () => {
    const folder = join(import.meta.dirname, '../../../client');
    const given = readdirSync(folder, { encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .flatMap((file) => [...readFileSync(join(folder, file), 'utf8').matchAll(/\bcode: '([a-z-]+)'/g)])
      .map(([, code = '']) => code);

    expect(given).toContain('file-lost');
    expect(given.filter((code) => !codes.includes(code))).toEqual([]);
  });
});

describe('a refusal', () => {
  it('is worded by the API in English, and its fields get a full stop', () => {
    expect(explain(refusal('closed', { code: 'too-long', limit: 7 }))).toEqual({
      detail: 'In English.',
      errors: { name: 'Must be short.' },
    });
  });

  it.each(languages)('has words for each code of the API and of the client in %s', (_, translation) => {
    translate(translation);

    const wordless = codes.filter((code) => /In English|\(/.test(explain(refusal(code)).detail));

    expect(wordless).toEqual([]);
  });

  it.each(languages)('has words of its own for each fault of a field in %s', (_, translation) => {
    translate(translation);
    const wordsOf = (code: string): string | undefined =>
      explain(refusal('invalid', { code, limit: 7 })).errors['name'];

    const words = FAULT_CODES.map(wordsOf);

    expect(new Set(words).size).toBe(FAULT_CODES.length);
    expect(words).not.toContain(wordsOf('of-a-later-version'));
    expect(wordsOf('too-long')).toContain('7');
  });

  it.each(languages)('of a later version, or an earlier one, shows no English in %s', (_, translation) => {
    translate(translation);

    expect(JSON.stringify(explain(refusal('of-a-later-version', { code: 'of-a-later-version' })))).not.toMatch(
      /English|short/,
    );
    expect(JSON.stringify(explain(refusal('invalid')))).not.toMatch(/English|short/);
  });
});
