/** What the parts of one simulation share. */

import type { UnsentRecord } from '#client/unsent.ts';
import type { Faults, Profile } from './profiles.ts';
import type { Random } from './random.ts';
import type { Tables } from './tables.ts';
import type { VirtualTime } from './virtual-time.ts';
import type { WeakRule } from './weak-rules.ts';

/** The ways in which the promise can be broken. */
export const VIOLATIONS = [
  'lost',
  'doubled',
  'out of order',
  'leaked',
  'late',
  'miscounted',
  'not erased',
  'swapped',
  'left behind',
  'wrong',
] as const;
export type Violation = (typeof VIOLATIONS)[number];

export interface World {
  readonly time: VirtualTime<Invocation>;
  readonly random: Random;
  readonly tables: Tables;
  readonly profile: Profile;
  readonly mutant: Mutant;
  /** Decides whether a fault strikes here and now, and counts it if so. */
  strikes(fault: keyof Faults): boolean;
  /** Steps after which an invocation of this function is killed; Infinity if it is not. */
  lifeOf(name: string): number;
  /** Reports that the promise was broken. */
  broken(violation: Violation, how: string): void;
  /** Traces what happens, if this history is traced. */
  trace(what: () => string): void;
}

/** A request of a function to the bucket of files. */
export interface BucketRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The product without one of its defences. */
export interface Mutant {
  /** The defence that is missing. */
  readonly without: string;
  /** The profile in which that shows. */
  readonly profile: Profile['name'];
  /** A history that showed it once, which is tried first: it saves the histories before it. 1 by default. */
  readonly seed?: number;
  readonly weakRules?: readonly WeakRule[];
  /**
   * Replaces a command on its way to the tables.
   * @param stale the moment that an eventually consistent read would see
   */
  command?(command: object, by: Invocation | undefined, stale: number): AlteredCommand | undefined;
  /** Changes the answer to a command. */
  answer?(answer: unknown, command: object, by: Invocation | undefined, world: World): unknown;
  /** Replaces a request of a function to the bucket. */
  file?(request: BucketRequest, by: Invocation | undefined): BucketRequest | undefined;
  /** Called for each post to a socket that does not exist. */
  gone?(connectionId: string, world: World): void;
  /** Changes the body of a client's request. */
  request?(body: string, world: World): string;
  /** Changes what the consumer reports of its batch. */
  report?(answer: unknown): unknown;
  /** Changes what a device's storage keeps of a message; undefined: nothing. */
  keep?(item: UnsentRecord): UnsentRecord | undefined;
  /** True if a device's timer of this length goes off. */
  timer?(milliseconds: number): boolean;
}

export interface AlteredCommand {
  readonly command?: object;
  /** The moment that a read sees if it is not strongly consistent. */
  readonly asOf?: number;
}

/** A fault of the simulation. Any other error is a defect of the product. */
export class InjectedFault extends Error {
  override readonly name = 'InjectedFault';
}

/** One run of a function. It may be killed between any two of its steps. */
export class Invocation {
  readonly name: string;
  readonly startedAt: number;
  /** How wrong the clock of its machine is, in milliseconds. */
  readonly skew: number;
  readonly death: Promise<never>;
  #steps: number;
  #die: (reason: InjectedFault) => void = () => undefined;

  constructor(name: string, startedAt: number, skew: number, steps: number) {
    this.name = name;
    this.startedAt = startedAt;
    this.skew = skew;
    this.#steps = steps;
    this.death = new Promise((_, reject) => {
      this.#die = reject;
    });
  }

  /** Never settles if the function is killed here. */
  async step(): Promise<void> {
    this.#steps--;
    if (this.#steps >= 0) return;
    this.#die(new InjectedFault(`${this.name} was killed`));
    await new Promise<never>(() => undefined);
  }
}

/**
 * Runs a function in an event of its own.
 * @throws {InjectedFault} if it is killed
 */
export function invoke<T>(
  { time, random, profile: { skewMs }, lifeOf }: World,
  name: string,
  act: () => Promise<T>,
  mayDie = true,
): Promise<T> {
  const steps = mayDie ? lifeOf(name) : Infinity;
  const invocation = new Invocation(name, time.now, Math.round(random.between(-skewMs, skewMs)), steps);
  const answer = new Promise<T>((resolve, reject) => time.timer(() => act().then(resolve, reject), 0, invocation));
  return Promise.race([answer, invocation.death]);
}

/** @returns milliseconds that something takes: mostly about `usualMs` or less, sometimes much longer */
export function delay(random: Random, usualMs: number): number {
  const chance = random();
  return random.between(usualMs / 10, chance < 0.9 ? usualMs : chance < 0.99 ? 5 * usualMs : 30 * usualMs);
}
