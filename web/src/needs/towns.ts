/**
 * The towns that the page knows. They are loaded when something first asks for them. The data is that of GeoNames
 * (https://www.geonames.org) under CC BY 4.0; `npm run towns` chooses from it.
 */
import { type Coordinates, distanceBetween, snap } from '#contract/grid.ts';
import { createCountryNames } from '../browser/formats.ts';

export interface Town {
  /** Its name, with its state in the United States. */
  readonly name: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** The middle of its square of 600 m, as `latitude,longitude`. */
  readonly square: string;
}

interface Line {
  /** The beginnings of the words of its name, as {@link fold} makes them, each after a space. */
  readonly words: string;
  readonly text: string;
}

/** Towns that are offered at once. */
const FOUND_MAX = 6;
/** Fewer letters mean too many towns. */
const SEARCH_MIN_LETTERS = 2;
/** What is further away from a town is not near it. */
const NEAR_METERS = 50_000;

let loaded: Promise<readonly Line[]> | undefined;

/** The largest are first. */
function lines(): Promise<readonly Line[]> {
  loaded ??= import('./towns.txt?raw').then(({ default: text }) =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => ({ words: fold(line.slice(2, line.indexOf('\t'))), text: line })),
  );
  // What could not be loaded is asked for again the next time.
  loaded.catch(() => {
    loaded = undefined;
  });
  return loaded;
}

/** Makes a text comparable: without case, accents and punctuation. */
const fold = (text: string): string =>
  ` ${text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}]+/gu, ' ')
    .trim()}`;

/**
 * Finds towns whose names begin like the text, or have a word that does, the largest first. What follows a comma is
 * passed over: it may be the country.
 */
export async function findTowns(text: string): Promise<readonly Town[]> {
  const [name = ''] = text.split(',');
  const wanted = fold(name);
  if (wanted.trim().length < SEARCH_MIN_LETTERS) return [];
  const all = await lines();
  const first = all.filter(({ words }) => words.startsWith(wanted)).slice(0, FOUND_MAX);
  if (first.length === FOUND_MAX) return first.map(townOf);
  const others = all.filter(({ words }) => !words.startsWith(wanted) && words.includes(wanted));
  return [...first, ...others].slice(0, FOUND_MAX).map(townOf);
}

/** Returns the town whose middle is nearest; undefined where that is far. */
export async function nearestTown(place: Coordinates): Promise<Town | undefined> {
  let nearest: Line | undefined;
  let least = NEAR_METERS;
  for (const line of await lines()) {
    const distance = distanceBetween(middleOf(line), place);
    if (distance < least) [nearest, least] = [line, distance];
  }
  return nearest && townOf(nearest);
}

function middleOf({ text }: Line): Coordinates {
  const [, latitude, longitude] = text.split('\t');
  return { latitude: Number(latitude) / 100, longitude: Number(longitude) / 100 };
}

function townOf(line: Line): Town {
  const [name = ''] = line.text.split('\t');
  const center = snap('square', middleOf(line));
  return { name: name.slice(2), country: name.slice(0, 2), square: `${center.latitude},${center.longitude}` };
}

const countryName = createCountryNames();

/** Returns the name as it stands in posts and in the list: Lisbon, Portugal. */
export const townText = ({ name, country }: Town): string => `${name}, ${countryName(country)}`;
