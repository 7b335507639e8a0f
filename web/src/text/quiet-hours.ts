/** The hours in which a person wants no sound and no notification of an open page. */

/** Hours of the clock on this device, from 0 to 23. From 22 to 7 goes over midnight. */
export interface QuietHours {
  readonly from: number;
  readonly to: number;
}

/** @param quiet undefined where there are none */
export function isQuiet(quiet: QuietHours | undefined, now: Date): boolean {
  if (!quiet) return false;
  const { from, to } = quiet;
  const hour = now.getHours();
  return from <= to ? hour >= from && hour < to : hour >= from || hour < to;
}
