/** Follows one text through the functions that it is given to and comes out of. */

/** A function was given the text, or returned it. */
export interface Step {
  readonly file: string;
  readonly name: string;
}

/** The text was in one file, and is in another. */
export interface Move {
  readonly to: string;
  /** True if it had been in this file before. */
  readonly isBack: boolean;
  /** The function by which it got there. */
  readonly by: string;
}

export function createRecorder() {
  let wanted: string | undefined;
  let steps: Step[] = [];
  let calls = 0;

  function note(file: string, name: string, value: unknown): void {
    calls++;
    if (wanted !== undefined && holds(value, wanted)) steps.push({ file, name });
  }

  return {
    /** How many functions were entered and left: while it stays the same, nothing happens. */
    get calls() {
      return calls;
    },
    /** Follows a text from now on. */
    start(text: string): void {
      [wanted, steps] = [text, []];
    },
    stop(): readonly Step[] {
      wanted = undefined;
      return steps;
    },
    enter: (file: string, name: string, given: ArrayLike<unknown>) => note(file, name, Array.from(given)),
    leave<T>(file: string, name: string, value: T): T {
      note(file, name, value);
      return value;
    },
    /** An async function returns what its promise is fulfilled with. */
    fulfil<T>(file: string, name: string, value: T | PromiseLike<T>): T | PromiseLike<T> {
      const leave = (result: T): T => {
        note(file, name, result);
        return result;
      };
      return isThenable(value) ? value.then(leave) : leave(value);
    },
  };
}

export function movesOf(steps: readonly Step[]): Move[] {
  const been = new Set<string>();
  return steps.flatMap(({ file, name }, index) => {
    const before = steps[index - 1]?.file ?? file;
    been.add(before);
    return file === before ? [] : [{ to: file, isBack: been.has(file), by: name }];
  });
}

const isThenable = <T>(value: T | PromiseLike<T>): value is PromiseLike<T> =>
  typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';

/**
 * True if data holds a text, however deeply. Instances of classes are not looked into: they are services, elements of the
 * page or requests, and what they hold has not been handed over.
 */
function holds(value: unknown, text: string, seen = new Set<unknown>()): boolean {
  if (typeof value === 'string') return value.includes(text);
  if (typeof value !== 'object' || value === null || seen.has(value)) return false;
  seen.add(value);
  return partsOf(value).some((part) => holds(part, text, seen));
}

/** Getters are not called: they may be the very functions that are recorded. */
function partsOf(value: object): readonly unknown[] {
  if (Array.isArray(value)) return value;
  // Of another page, a Map is not an instance of ours.
  const kind = Object.prototype.toString.call(value);
  if (kind === '[object Map]') return [...(value as Map<unknown, unknown>)].flat();
  if (kind === '[object Set]') return [...(value as Set<unknown>)];
  if (!isPlain(value)) return [];
  return Object.values(Object.getOwnPropertyDescriptors(value)).map((property) => property.value as unknown);
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
