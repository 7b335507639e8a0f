/** The outcome of a run as a table. */

import { findingKinds, type Verdict } from './judge.ts';
import type { Outcome } from './outcome.ts';
import { faultKinds } from './plan.ts';

const NAMES: Readonly<Record<keyof Verdict, string>> = {
  lost: 'lost',
  duplicated: 'duplicated',
  leaked: 'leaked',
  untrue: 'shown as sent, not stored',
  unsent: 'left in an outbox',
  diverged: 'different from the log',
  'left behind': 'files left behind',
};

export function tableOf(outcome: Outcome): string {
  const { verdict, faults, startsMs, latency } = outcome;
  const total = [...faults.values()].reduce((sum, count) => sum + count, 0);
  const rows: readonly (readonly [string, string])[] = [
    ['seed', `${outcome.seed}`],
    ['people, devices', `${outcome.people}, ${outcome.devices}`],
    ['switched off and on', `${outcome.reloads} times, ${outcome.signIns} times with a new sign-in`],
    ['sends', `${outcome.sends}`],
    ['acknowledged', `${outcome.acknowledged}`],
    ['pictures compared', `${outcome.pictures}`],
    ['kill -9', `${outcome.kills}`],
    ['ready again after', `p50 ${seconds(share(startsMs, 0.5))}, longest ${seconds(share(startsMs, 1))}`],
    ['faults', `${total}`],
    ...faultKinds.map((kind) => [`  ${kind}`, `${faults.get(kind) ?? 0}`] as const),
    ['shown as sent after', spread(latency.sent)],
    ['received after', spread(latency.received)],
    ['at rest after', seconds(outcome.restMs)],
    ['duration', seconds(outcome.durationMs)],
    ...findingKinds.map((name) => [NAMES[name], `${verdict[name].length}`] as const),
  ];
  return rows.map(([name, value]) => `${name.padEnd(28)}${value}`).join('\n');
}

const spread = (times: readonly number[]): string =>
  `p50 ${seconds(share(times, 0.5))}, p99 ${seconds(share(times, 0.99))}`;

function share(numbers: readonly number[], part: number): number {
  const sorted = [...numbers].sort((one, other) => one - other);
  return sorted[Math.floor((sorted.length - 1) * part)] ?? Number.NaN;
}

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(milliseconds < 1_000 ? 3 : 1)} s`;
