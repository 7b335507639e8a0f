/**
 * The emoji that the page offers, loaded when something first asks for them. Names and keywords are those of the
 * Unicode CLDR (https://cldr.unicode.org); `npm run emoji` makes the lists.
 */
import { fullyQualified, isEmoji } from '#contract/emoji.ts';
import { shownLanguage } from '../browser/shown-language.ts';
import { hasWordLike } from '../text/words.ts';

export interface Emoji {
  /** Fully qualified. */
  readonly emoji: string;
  readonly name: string;
  readonly keywords: string;
  readonly hasTones: boolean;
}

export interface EmojiGroup {
  readonly slug: string;
  readonly emoji: readonly Emoji[];
}

/** More are seldom looked through. */
const FOUND_MAX = 120;

const loaders = { en: () => import('./en.txt?raw'), tr: () => import('./tr.txt?raw') };

const hasList = (language: string): language is keyof typeof loaders => Object.hasOwn(loaders, language);

const loaded = new Map<string, Promise<readonly EmojiGroup[]>>();

/** Returns the groups of emoji, in the language of the page. @throws {Error} where they could not be loaded */
export function emojiGroups(): Promise<readonly EmojiGroup[]> {
  const language = shownLanguage();
  const known = hasList(language) ? language : 'en';
  const groups = loaded.get(known) ?? loaders[known]().then(({ default: text }) => groupsIn(text));
  loaded.set(known, groups);
  // What could not be loaded is asked for again the next time.
  groups.catch(() => loaded.delete(known));
  return groups;
}

/** Leaves out what is newer than the browser. */
function groupsIn(text: string): readonly EmojiGroup[] {
  return text
    .split(/^# /mu)
    .slice(1)
    .map((part) => {
      const [slug = '', ...lines] = part.trimEnd().split('\n');
      return { slug, emoji: lines.map(emojiIn).filter(({ emoji }) => isEmoji(emoji)) };
    });
}

function emojiIn(line: string): Emoji {
  const [emoji = '', name = '', keywords = '', tones] = line.split('\t');
  return { emoji, name, keywords, hasTones: tones !== undefined };
}

/** Returns the emoji whose names or keywords have all words that were typed: first those whose names begin so. */
export function findEmoji(groups: readonly EmojiGroup[], typed: string): readonly Emoji[] {
  const all = groups.flatMap(({ emoji }) => emoji);
  const start = typed.trim().toLowerCase();
  const byName = all
    .filter(({ name }) => hasWordLike(name, typed))
    .toSorted((one, other) => Number(other.name.startsWith(start)) - Number(one.name.startsWith(start)));
  const named = new Set(byName);
  const byKeyword = all.filter((one) => !named.has(one) && hasWordLike(`${one.name} ${one.keywords}`, typed));
  return [...byName, ...byKeyword].slice(0, FOUND_MAX);
}

/** A sign that takes a skin tone. Two people who hold hands have one tone each, and their hands none. */
const TONED = /(?!🤝\u200d)(\p{Emoji_Modifier_Base})\ufe0f?/gu;

/** Returns an emoji in a skin tone, if it has that one. */
export function inTone({ emoji, hasTones }: Pick<Emoji, 'emoji' | 'hasTones'>, tone: string): string {
  if (!hasTones || tone === '') return emoji;
  const toned = fullyQualified(emoji.replaceAll(TONED, `$1${tone}`));
  return isEmoji(toned) ? toned : emoji;
}
