/** The list of towns: what is found in it, and that it is as it should be. */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { PlaceName } from '#contract/posts.ts';
import { findTowns, nearestTown, townText } from '#web/src/needs/towns.ts';

const found = async (text: string) => (await findTowns(text)).map(townText);

describe('towns', () => {
  it.each([
    ['lisb', 'Lisbon, Portugal'],
    ['sao pau', 'São Paulo, Brazil'],
    ['LJUBLJANA, Slov', 'Ljubljana, Slovenia'],
    ['york', 'New York City, NY, United States'],
  ])('are found by the beginnings of their words: %s', async (text, town) => {
    expect(await found(text)).toContain(town);
  });

  it('are the largest of those that begin like the text', async () => {
    expect((await found('par'))[0]).toBe('Paris, France');
    expect(await found('s')).toEqual([]);
    expect(await found('nowhere at all')).toEqual([]);
    expect(await found('santa')).toHaveLength(6);
  });

  it.each([
    [{ latitude: 38.71, longitude: -9.13 }, 'Lisbon, Portugal'],
    [{ latitude: -34.65, longitude: -58.4 }, 'Buenos Aires, Argentina'],
    [{ latitude: -16.8, longitude: 179.99 }, undefined],
    [{ latitude: 0, longitude: -30 }, undefined],
  ])('are named where they are near %o', async (place, town) => {
    const nearest = await nearestTown(place);

    expect(nearest && townText(nearest)).toBe(town);
  });

  it('are a file of at most 150 KB, whose names are allowed as names of places', () => {
    const text = readFileSync('web/src/needs/towns.txt', 'utf8');
    const lines = text.trimEnd().split('\n');

    expect(gzipSync(text).length).toBeLessThanOrEqual(150_000);
    expect(new Set(lines).size).toBe(10_000);
    const wrong = lines.filter((line) => {
      const [name = '', latitude, longitude] = line.split('\t');
      const isOnGlobe = Math.abs(Number(latitude)) <= 9_000 && Math.abs(Number(longitude)) <= 18_000;
      return !isOnGlobe || !/^[A-Z]{2}/.test(name) || !PlaceName.safeParse(name.slice(2)).success;
    });
    expect(wrong).toEqual([]);
  });
});
