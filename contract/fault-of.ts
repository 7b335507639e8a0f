/** The fault that an issue of zod is. It is apart from the checks, which a page loads before it needs this. */
import type { Fault, FaultCode } from './fault.ts';

/** What is read of an issue of zod. */
export interface Issue {
  readonly code?: string | undefined;
  readonly origin?: string | undefined;
  readonly minimum?: number | bigint | undefined;
  readonly maximum?: number | bigint | undefined;
  readonly params?: Readonly<Record<string, unknown>> | undefined;
  readonly input?: unknown;
}

/** Of texts, of lists, and of numbers. */
const TOO_LITTLE: Readonly<Record<string, FaultCode>> = { string: 'too-short', array: 'too-few' };
const TOO_MUCH: Readonly<Record<string, FaultCode>> = { string: 'too-long', array: 'too-many' };

/** Returns the fault that an issue of zod is. Its schema was asked with the option `reportInput`. */
export function faultOf(issue: Issue): Fault {
  const { code, origin = '', minimum, maximum, params } = issue;
  if (code === 'too_small') {
    if (origin === 'string' && minimum === 1) return { code: 'empty' };
    return { code: TOO_LITTLE[origin] ?? 'too-low', limit: Number(minimum) };
  }
  if (code === 'too_big') return { code: TOO_MUCH[origin] ?? 'too-high', limit: Number(maximum) };
  if (code === 'unrecognized_keys') return { code: 'unknown-field' };
  if (code === 'invalid_type' && 'input' in issue && issue.input === undefined) return { code: 'missing' };
  // Of the checks of the contract, which all take them from `fault` or `foundBy`.
  const { find, ...fault } = (params ?? {}) as Partial<Fault> & { find?: (text: unknown) => Fault };
  return find?.(issue.input) ?? { code: 'wrong-form', ...fault };
}
