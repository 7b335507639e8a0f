/** What the parts of one simulation share. */
import type { Faults, Profile } from './profiles.ts';
import type { Mutant } from './mutants.ts';
import type { Random } from './random.ts';
import type { Tables } from './tables.ts';
import type { VirtualTime } from './virtual-time.ts';

export interface World {
  readonly time: VirtualTime<Invocation>;
  readonly random: Random;
  readonly tables: Tables;
  readonly profile: Profile;
  readonly mutant: Mutant;
  /** What goes wrong at the moment, and how often. */
  faults(): Faults;
  /** Notes that a promise was broken. */
  broken(promise: string): void;
  /** Tells what happens, where somebody wants to know. */
  tell(what: () => string): void;
}

/** What only a simulation throws, so that it is told from a defect. */
export class Injected extends Error {
  override readonly name = 'Injected';
}

/** One run of a function; it may be killed in the middle, between any two things it does. */
export class Invocation {
  readonly name: string;
  readonly startedAt: number;
  /** How wrong this machine's clock is, in milliseconds. */
  readonly skew: number;
  readonly death: Promise<never>;
  #steps: number;
  #die: (reason: Injected) => void = () => undefined;

  constructor(name: string, startedAt: number, skew: number, steps: number) {
    this.name = name;
    this.startedAt = startedAt;
    this.skew = skew;
    this.#steps = steps;
    this.death = new Promise((_, reject) => {
      this.#die = reject;
    });
  }

  /** Lives on, or never comes back. */
  async step(): Promise<void> {
    this.#steps--;
    if (this.#steps >= 0) return;
    this.#die(new Injected(`${this.name} was killed`));
    await new Promise<never>(() => undefined);
  }
}

/** Steps after which a function that is to be killed has been killed. */
const LONGEST_LIFE = 12;
/** How wrong the clocks of functions are, in milliseconds either way. */
const SKEW = 2_000;

/** Runs a function, from an event of its own on. @throws {Injected} when it is killed */
export function invoke<T>({ time, random, faults }: World, name: string, act: () => Promise<T>, mayDie = true): Promise<T> {
  const steps = mayDie && random.chance(faults().killed) ? random.whole(LONGEST_LIFE) : Infinity;
  const invocation = new Invocation(name, time.now, Math.round(random.between(-SKEW, SKEW)), steps);
  const answer = new Promise<T>((resolve, reject) => time.timer(() => act().then(resolve, reject), 0, invocation));
  return Promise.race([answer, invocation.death]);
}

/** Milliseconds something takes: little mostly, and sometimes long. */
export function delay(random: Random, usual: number): number {
  const chance = random();
  return random.between(usual / 10, chance < 0.9 ? usual : chance < 0.99 ? 5 * usual : 30 * usual);
}
