/** The texts of the page in each language: they are whole, and take each other's place. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { chooseLanguage, wantedLanguage } from '#web/src/browser/language.ts';
import { shownLanguage } from '#web/src/browser/shown-language.ts';
import { withWords } from '#web/src/words/load-words.ts';
import { turkish } from '#web/src/words/tr/catalog.ts';
import { inLanguage, translate } from '#web/src/words/words.ts';

const ROOT = join(import.meta.dirname, '../../../web/src/words');
/** What is no room. */
const MECHANISM: ReadonlySet<string> = new Set(['words', 'load-words', 'plural', 'isolated']);

const namesIn = (folder: string): string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.slice(0, -'.ts'.length));
const rooms = namesIn(ROOT).filter((name) => !MECHANISM.has(name));

afterEach(() => {
  translate(undefined);
  chooseLanguage('system');
  vi.restoreAllMocks();
});

const preferring = (...languages: string[]): void =>
  void vi.spyOn(navigator, 'languages', 'get').mockReturnValue(languages);

describe('the language of the page', () => {
  it.each([
    [['de-DE', 'tr-TR', 'en-US'], 'tr'],
    [['en-US@posix', 'tr'], 'en'],
    [['de', 'fr'], 'en'],
    [[], 'en'],
  ])('is the first that the browser prefers of those it is written in: %j', (languages, expected) => {
    preferring(...languages);

    expect(wantedLanguage()).toBe(expected);
  });

  it('is what was chosen on the device, until that is left to the device again', () => {
    preferring('en');

    chooseLanguage('tr');
    expect(wantedLanguage()).toBe('tr');

    chooseLanguage('system');
    expect(wantedLanguage()).toBe('en');
  });
});

describe('the words', () => {
  it('are there before the page is drawn, and say in which language and direction it is', async () => {
    chooseLanguage('tr');

    await new Promise<void>((resolve) => withWords(resolve));

    expect(shownLanguage()).toBe('tr');
    expect(document.documentElement.lang).toBe('tr');
    expect(document.documentElement.dir).toBe('ltr');
  });

  it('in English are there at once', () => {
    const draw = vi.fn<() => void>();

    withWords(draw);

    expect(draw).toHaveBeenCalledOnce();
  });

  it('of a room change with the language, whether the room was loaded before or after it', () => {
    const before = inLanguage('before', { hello: 'Hello' });
    translate({ language: 'tr', direction: 'ltr', rooms: { before: { hello: 'Selam' }, after: { bye: 'Hoşça kal' } } });
    const after = inLanguage('after', { bye: 'Goodbye' });

    expect([before.hello, after.bye]).toEqual(['Selam', 'Hoşça kal']);

    translate(undefined);
    expect([before.hello, after.bye]).toEqual(['Hello', 'Goodbye']);
  });
});

describe('a catalog', () => {
  it('has each room, under the name of its file', () => {
    expect(Object.keys(turkish.rooms).toSorted()).toEqual(rooms.toSorted());
    expect(namesIn(join(ROOT, 'tr')).toSorted()).toEqual([...rooms, 'catalog'].toSorted());
    for (const room of rooms) expect(readFileSync(join(ROOT, `${room}.ts`), 'utf8')).toContain(`inLanguage('${room}',`);
  });
});
