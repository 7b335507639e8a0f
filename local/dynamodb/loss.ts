/** Notices that acknowledged writes are missing, before LevelDB opens a database and after. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readLogs, type LogContent } from './write-ahead-log.ts';

/** What is missing, in the words of the log. */
export interface Finding {
  readonly lost: boolean;
  readonly text: string;
}

/**
 * Looks at a database that is not open. Nothing is changed.
 * @param acknowledged number of the newest commit that was acknowledged
 * @returns undefined if everything can be read
 */
export async function inspect(folder: string, acknowledged: number): Promise<Finding | undefined> {
  if (!existsSync(join(folder, 'CURRENT'))) {
    // LevelDB would create a new, empty database.
    return acknowledged > 0 ? { lost: true, text: 'its file CURRENT is gone, and without it all data' } : undefined;
  }
  return findingOf(await readLogs(folder), acknowledged);
}

/** Compares what LevelDB found with what was acknowledged. */
export function compare(reached: number, acknowledged: number): Finding | undefined {
  if (reached >= acknowledged) return undefined;
  return { lost: true, text: `write ${acknowledged} was acknowledged, and the database ends at ${reached}` };
}

/**
 * Decides whether a log that ends early or has gaps has lost anything that was acknowledged. Commits have consecutive
 * numbers. A commit is synced before it is acknowledged, and everything before it in the log with it: so a crash can
 * only leave damage behind the newest acknowledged commit, and damage before it was done to the file later.
 */
export function findingOf(logs: readonly LogContent[], acknowledged: number): Finding | undefined {
  const droppedBytes = logs.reduce((sum, log) => sum + log.droppedBytes, 0);
  const damaged = logs.filter((log) => log.droppedBytes > 0).map(({ file }) => file);
  const parts = logs.flatMap((log) => log.parts);
  let intact: number | undefined;
  for (const part of parts) {
    if (part === 'gap') continue;
    if (intact !== undefined && part > intact + 1) break;
    intact = Math.max(part, intact ?? 0);
  }
  const dropped = `${droppedBytes} bytes of ${damaged.join(' and ')} cannot be read`;
  // A log begins with a synced commit, so a gap at its start was no crash. Where nothing follows the gap, what LevelDB
  // finds decides.
  if (parts[0] === 'gap' && intact !== undefined) return { lost: true, text: dropped };
  if (intact !== undefined && intact < acknowledged) {
    const place = droppedBytes > 0 ? dropped : 'the log ends early';
    return { lost: true, text: `${place}: write ${acknowledged} was acknowledged, and none after ${intact} is whole` };
  }
  return droppedBytes > 0 ? { lost: false, text: dropped } : undefined;
}
