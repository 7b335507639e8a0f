/** A person's initials and colour, both from their name alone, so that they are the same everywhere. */

/** Of `mary-ann` MA, of `bob` BO. */
export function initialsOf(name: string): string {
  const [first = '', second] = name.split(/[\s_-]+/).filter(Boolean);
  return (first.charAt(0) + (second?.charAt(0) ?? first.charAt(1))).toUpperCase();
}

/** An angle on the colour wheel, spread by FNV-1a (and MurmurHash3's last steps) so that similar names differ. */
export function hueOf(name: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < name.length; index++) hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) % 360;
}
