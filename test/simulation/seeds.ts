/** Looking for a seed whose history shows that a defence is missing. */

interface Search {
  /** The seed that is known to show it. It may show nothing any more once the product has changed. */
  readonly first?: number | undefined;
  /** Seeds within which it must show otherwise. */
  readonly within: number;
}

/** @returns whether one of the seeds shows it */
export async function isNoticed(
  { first = 1, within }: Search,
  isBroken: (seed: number) => Promise<boolean>,
): Promise<boolean> {
  for (const seed of new Set([first, ...Array.from({ length: within }, (_, i) => i + 1)]))
    if (await isBroken(seed)) return true;
  return false;
}
