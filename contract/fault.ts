/**
 * What is wrong with a field of a request, as a code for programs, which say it in any language. The words beside it
 * are English.
 */

/** What can be wrong with a field. A `limit` goes with what is too much or too little. */
export const FAULT_CODES = [
  'missing',
  'unknown-field',
  'repeated',
  'wrong-form',
  'not-allowed',
  'not-found',
  'not-uploaded',
  'oneself',
  'past',
  'taken',
  'reserved',
  'empty',
  'too-short',
  'too-long',
  'too-many-bytes',
  'too-few',
  'too-many',
  'too-low',
  'too-high',
  'ill-formed',
  'control-characters',
  'piled-marks',
  'no-letter',
  'has-digits',
  'outer-spaces',
  'too-common',
  'guessable',
] as const;
export type FaultCode = (typeof FAULT_CODES)[number];

export interface Fault {
  readonly code: FaultCode;
  /** The most or the least that may be: characters, bytes, elements, or the value itself. */
  readonly limit?: number;
}

/**
 * Returns what a check says of a value that does not pass.
 * @param words in English
 * @param path of the field, where the check is one of the object around it
 */
// @__NO_SIDE_EFFECTS__
export const fault = (code: FaultCode, words: string, path?: string[]) => ({
  error: words,
  params: { code } satisfies Fault,
  path,
});

/**
 * Returns what a check says of a text that does not pass, whose fault `faultOf` finds again.
 * @param find returns the fault of a text, and undefined where it has none
 * @param words say the fault in English
 */
// @__NO_SIDE_EFFECTS__
export const foundBy = (find: (text: string) => Fault | undefined, words: (found: Fault) => string) => ({
  error: ({ input }: { readonly input?: unknown }) => words(find(input as string) as Fault),
  params: { find },
});
