/** The stage of the scenario: what is measured, for whom, and what comes out. */
import type { Cloud } from '#local/cloud.ts';
import type { Counts, UsageRow } from '#local/usage/meter.ts';
import type { Person } from '../person.ts';

/** What is measured, by what one occurrence of it is. */
export const ACTS = [
  'signUp',
  'signIn',
  'openPage',
  'ping',
  'firstMessage',
  'message',
  'messageInBurst',
  'messageInline',
  'messageInlineInBurst',
  'readPosts',
  'readPostsNearby',
  'readPost',
  'publishPost',
  'postNotice',
  'photo',
  'push',
  'sweep',
  'accountExport',
  'accountExportDone',
] as const;
export type Act = (typeof ACTS)[number];

export interface Recorded {
  /** The day, as `2026-11-28`. */
  readonly recorded: string;
  /** What one occurrence takes. */
  readonly acts: Readonly<Record<Act, Counts>>;
  /** What one occurrence leaves in tables. */
  readonly storedBytes: { readonly signUp: number; readonly message: number; readonly publishPost: number };
}

/**
 * Measures an act that happens a number of times.
 * @param counts the rows that count; all by default
 */
export type Measure = (
  act: Act,
  times: number,
  run: () => Promise<unknown>,
  counts?: (row: UsageRow) => boolean,
) => Promise<void>;

export interface Stage {
  readonly cloud: Cloud;
  readonly people: readonly Person[];
  readonly measure: Measure;
}
