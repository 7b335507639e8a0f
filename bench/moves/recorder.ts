/** Notes which functions are given a text, and which return it. */

import { AsyncLocalStorage } from 'node:async_hooks';

/** A function was given the text, or returned it. */
export interface Step {
  readonly file: string;
  readonly name: string;
  /** The device or the Lambda invocation it ran in. */
  readonly place: string;
}

/** The text was in one file and is now in another, or in the same one at another place. */
export interface Move {
  readonly to: string;
  /** True if the text had been in this file at this place before. */
  readonly isBack: boolean;
  /** The function by which it got there. */
  readonly by: string;
}

export function createRecorder() {
  let wanted: string | undefined;
  let steps: Step[] = [];
  let calls = 0;
  const places = new AsyncLocalStorage<string>();

  function note(file: string, name: string, value: unknown): void {
    calls++;
    if (wanted !== undefined && holds(value, wanted)) steps.push({ file, name, place: places.getStore() ?? '' });
  }

  return {
    /** How many functions were entered and left so far. While it stays the same, nothing happens. */
    get calls() {
      return calls;
    },
    /** Runs `act`; the place of all that follows from it is this one. */
    runIn: <T>(place: string, act: () => T): T => places.run(place, act),
    /** Follows this text from now on. */
    start(text: string): void {
      [wanted, steps] = [text, []];
    },
    /** @returns the steps of the text since `start` */
    stop(): readonly Step[] {
      wanted = undefined;
      return steps;
    },
    enter: (file: string, name: string, given: ArrayLike<unknown>) => note(file, name, Array.from(given)),
    /** A question that is answered by true or false moves nothing. */
    leave<T>(file: string, name: string, value: T): T {
      const last = steps.at(-1);
      if (typeof value === 'boolean' && last?.file === file && last.name === name) steps.pop();
      note(file, name, value);
      return value;
    },
    /** For async functions, which return what their promise is fulfilled with. */
    fulfil<T>(file: string, name: string, value: T | PromiseLike<T>): T | PromiseLike<T> {
      const leave = (result: T): T => {
        note(file, name, result);
        return result;
      };
      return isThenable(value) ? value.then(leave) : leave(value);
    },
  };
}

export type Recorder = ReturnType<typeof createRecorder>;

export function movesOf(steps: readonly Step[]): Move[] {
  const been = new Set<string>();
  return steps.flatMap(({ file, name, place }, index) => {
    const before = steps[index - 1] ?? { file, place };
    been.add(`${before.place} ${before.file}`);
    return file === before.file && place === before.place
      ? []
      : [{ to: file, isBack: been.has(`${place} ${file}`), by: name }];
  });
}

const isThenable = <T>(value: T | PromiseLike<T>): value is PromiseLike<T> =>
  typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';

/**
 * True if data holds a text at any depth. Instances of classes are opaque: they are services and requests, and what
 * they keep has not been handed over.
 */
function holds(value: unknown, text: string, seen = new Set<unknown>()): boolean {
  if (typeof value === 'string') return value.includes(text);
  if (typeof value !== 'object' || value === null || seen.has(value)) return false;
  seen.add(value);
  return partsOf(value).some((part) => holds(part, text, seen));
}

/** Getters are not called: they are functions of the product, and recorded themselves. */
function partsOf(value: object): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (value instanceof Map) return [...value].flat() as unknown[];
  if (value instanceof Set) return [...value] as unknown[];
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) return [];
  return Object.values(Object.getOwnPropertyDescriptors(value)).map((property) => property.value as unknown);
}
