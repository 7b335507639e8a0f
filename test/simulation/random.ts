/** Random numbers from a seed: the same seed makes the same history. */
export interface Random {
  /** At least 0, less than 1. */
  (): number;
  between(least: number, most: number): number;
  /** An integer, at least 0, less than `end`. */
  whole(end: number): number;
  chance(probability: number): boolean;
  pick<T>(things: readonly T[]): T;
}

/** Mulberry32, by Tommy Ettinger (public domain): 32 bits of state are plenty for one history. */
export function randomOf(seed: number): Random {
  let state = Math.imul(seed, 0x9e3779b1);
  const next = (): number => {
    state = Math.trunc(state + 0x6d2b79f5);
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (end: number): number => Math.floor(next() * end);
  return Object.assign(next, {
    between: (least: number, most: number) => least + next() * (most - least),
    whole,
    chance: (probability: number) => next() < probability,
    pick<T>(things: readonly T[]): T {
      const index = whole(things.length);
      if (index >= things.length) throw new Error('There is nothing to pick from.');
      return things[index] as T;
    },
  });
}

/** Returns a version 4 UUID from the random numbers of this history. */
export const uuid = (random: Random): string =>
  `${hex(random, 8)}-${hex(random, 4)}-4${hex(random, 3)}-8${hex(random, 3)}-${hex(random, 12)}`;

const hex = (random: Random, digits: number): string =>
  Array.from({ length: digits }, () => random.whole(16).toString(16)).join('');

export const bytesOf = (random: Random, count: number): Buffer =>
  Buffer.from(Array.from({ length: count }, () => random.whole(256)));
