/** Finds what was probably meant by a misspelled name. */

/**
 * @param mostEdits names further away than this are no candidates
 * @returns the name with the fewest edits between it and the given one, or undefined if none is near
 */
export function nearestName<Name extends string>(
  given: string,
  names: readonly Name[],
  mostEdits: number,
): Name | undefined {
  const candidates = names
    .map((name) => ({ name, edits: editDistance(given.toLowerCase(), name.toLowerCase()) }))
    .filter(({ edits }) => edits <= mostEdits);
  return candidates.sort((a, b) => a.edits - b.edits)[0]?.name;
}

/**
 * The optimal string alignment distance: how many letters have to be inserted, deleted, replaced or swapped with their
 * neighbour to turn one text into the other.
 */
export function editDistance(from: string, to: string): number {
  // rows[i][j] is the distance between the first i letters of `from` and the first j letters of `to`.
  const rows = [Array.from({ length: to.length + 1 }, (_, j) => j)];
  const at = (i: number, j: number): number => rows[i]?.[j] ?? Infinity;
  for (let i = 1; i <= from.length; i++) {
    const row = [i];
    rows.push(row);
    for (let j = 1; j <= to.length; j++) {
      const replaced = at(i - 1, j - 1) + (from[i - 1] === to[j - 1] ? 0 : 1);
      const isSwap = from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      const swapped = isSwap ? at(i - 2, j - 2) + 1 : Infinity;
      row.push(Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, replaced, swapped));
    }
  }
  return at(from.length, to.length);
}
