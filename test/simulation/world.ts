/** What the parts of one simulation share. */

import type { Mutant } from './mutants.ts';
import type { Faults, Profile } from './profiles.ts';
import type { Random } from './random.ts';
import type { Tables } from './tables.ts';
import type { VirtualTime } from './virtual-time.ts';

/** What is promised, in the words of what can become of it. */
export const PROMISED = [
  'lost',
  'doubled',
  'out of order',
  'leaked',
  'late',
  'miscounted',
  'not erased',
  'wrong',
] as const;
export type Promised = (typeof PROMISED)[number];

export interface World {
  readonly time: VirtualTime<Invocation>;
  readonly random: Random;
  readonly tables: Tables;
  readonly profile: Profile;
  readonly mutant: Mutant;
  /** Decides whether something goes wrong here and now, and counts it. */
  strikes(fault: keyof Faults): boolean;
  /** Steps after which a run of a function is killed; Infinity for one that is not. */
  lifeOf(name: string): number;
  /** Notes that a promise was broken. */
  broken(promise: Promised, how: string): void;
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

/** Runs a function, from an event of its own on. @throws {Injected} when it is killed */
export function invoke<T>(
  { time, random, profile: { skew }, lifeOf }: World,
  name: string,
  act: () => Promise<T>,
  mayDie = true,
): Promise<T> {
  const steps = mayDie ? lifeOf(name) : Infinity;
  const invocation = new Invocation(name, time.now, Math.round(random.between(-skew, skew)), steps);
  const answer = new Promise<T>((resolve, reject) => time.timer(() => act().then(resolve, reject), 0, invocation));
  return Promise.race([answer, invocation.death]);
}

/** Milliseconds something takes: little mostly, and sometimes long. */
export function delay(random: Random, usual: number): number {
  const chance = random();
  return random.between(usual / 10, chance < 0.9 ? usual : chance < 0.99 ? 5 * usual : 30 * usual);
}
