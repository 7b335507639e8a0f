/** Mirrors the texts of a catalog, however deep they are in it. */

/** From here to the other sign, letters stand from right to left, whatever their script: Unicode's UAX #9. */
const [RIGHT_TO_LEFT_OVERRIDE, POP_DIRECTIONAL_FORMATTING] = ['\u202E', '\u202C'];

const mirroredText = (text: string): string =>
  text.replaceAll(/\p{L}[\p{L}\p{M}’-]*/gu, `${RIGHT_TO_LEFT_OVERRIDE}$&${POP_DIRECTIONAL_FORMATTING}`);

/** @param texts a text, a function that returns one, a sentence with elements, or a catalog of these */
export function mirrored(texts: unknown): unknown {
  if (typeof texts === 'string') return mirroredText(texts);
  if (typeof texts === 'function') return (...given: unknown[]) => mirrored(texts(...given));
  if (Array.isArray(texts)) return texts.map(mirrored);
  const isElement = typeof texts !== 'object' || texts === null || '$$typeof' in texts;
  if (isElement) return texts;
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, mirrored(text)]));
}
