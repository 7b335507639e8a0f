/** What turns the order of the words around it: letters that are written from the right, and signs for directions. */
const FROM_THE_RIGHT =
  /[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/**
 * Returns a name, or another text that people wrote, for the middle of a line of plain text: where it is written from
 * the right, between signs that keep it from turning the order of the words around it (FSI and PDI). In an element,
 * `<bdi>` does that.
 * https://www.unicode.org/reports/tr9/#Explicit_Directional_Isolates
 */
export const isolated = (text: string): string => (FROM_THE_RIGHT.test(text) ? `\u2068${text}\u2069` : text);
