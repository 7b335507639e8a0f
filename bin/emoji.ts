/**
 * Writes the lists of emoji that the page offers (`web/src/emoji/*.txt`). The packages that it reads are large and
 * seldom needed, so they are not among the project's own:
 *
 *     npm install --no-save unicode-emoji-json@0.9.0 cldr-annotations-modern@45.0.0 \
 *       cldr-annotations-derived-modern@45.0.0
 *     npm run emoji
 *
 * Names and keywords are those of the Unicode CLDR (https://cldr.unicode.org), under the Unicode License v3. A line is
 * an emoji, its name and its keywords, with tabs in between; one that has skin tones ends in a tab and `+`. A line
 * with `#` begins a group.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fullyQualified, isEmoji } from '#contract/emoji.ts';
import { readOptions } from './read-options.ts';

readOptions({
  command: 'npm run emoji',
  usage:
    'Usage: npm run emoji\n\nWrites the lists of emoji that the page offers. bin/emoji.ts says which packages it needs.',
  options: {},
});

interface Group {
  readonly slug: string;
  readonly emojis: readonly {
    readonly emoji: string;
    readonly skin_tone_support: boolean;
    readonly emoji_version: string;
  }[];
}

interface Annotation {
  readonly default?: readonly string[];
  readonly tts?: readonly string[];
}

/** Of 2023. Functions and browsers that know no newer ones would refuse them, or draw boxes. */
const NEWEST_EMOJI_VERSION = 15.1;
const LANGUAGES = ['en', 'tr'];

const read = (path: string): unknown =>
  JSON.parse(readFileSync(new URL(`../node_modules/${path}`, import.meta.url), 'utf8'));

const groups = read('unicode-emoji-json/data-by-group.json') as readonly Group[];

function annotationsOf(language: string): Readonly<Record<string, Annotation>> {
  const { annotations } = read(`cldr-annotations-modern/annotations/${language}/annotations.json`) as {
    annotations: { annotations: Record<string, Annotation> };
  };
  const { annotationsDerived } = read(
    `cldr-annotations-derived-modern/annotationsDerived/${language}/annotations.json`,
  ) as { annotationsDerived: { annotations: Record<string, Annotation> } };
  return { ...annotationsDerived.annotations, ...annotations.annotations };
}

for (const language of LANGUAGES) {
  const annotations = annotationsOf(language);
  const lineOf = ({ emoji, skin_tone_support: hasTones }: Group['emojis'][number]): string => {
    // CLDR leaves U+FE0F out.
    const { tts = [], default: keywords = [] } = annotations[emoji.replaceAll('\ufe0f', '')] ?? {};
    const [name] = tts;
    if (name === undefined || !isEmoji(fullyQualified(emoji))) throw new Error(`${emoji} has no name in ${language}.`);
    const others = keywords.filter((keyword) => !name.includes(keyword));
    return [fullyQualified(emoji), name, others.join(' '), ...(hasTones ? ['+'] : [])].join('\t');
  };
  const lines = groups.flatMap(({ slug, emojis }) => [
    `# ${slug}`,
    ...emojis.filter(({ emoji_version: version }) => Number(version) <= NEWEST_EMOJI_VERSION).map(lineOf),
  ]);
  writeFileSync(new URL(`../web/src/emoji/${language}.txt`, import.meta.url), `${lines.join('\n')}\n`);
}
