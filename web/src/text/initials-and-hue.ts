/** What an avatar shows, made from the user name alone, so that it is the same everywhere. */

/** `mary-ann` gives MA, `bob` gives BO. */
export function initialsOf(name: string): string {
  const [first = '', second] = name.split(/[\s_-]+/).filter(Boolean);
  return (first.charAt(0) + (second?.charAt(0) ?? first.charAt(1))).toUpperCase();
}

/**
 * Spreads names over the colour wheel by FNV-1a and the last steps of MurmurHash3, so that similar names differ.
 * @returns degrees
 */
export function hueOf(name: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < name.length; index++) hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) % 360;
}
