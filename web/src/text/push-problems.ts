/** Why this browser cannot be told, in words that say what to do. */
import { type PushProblem, PushRefused } from '../browser/push.ts';
import { push } from '../words/push.ts';
import { explain } from './explain.ts';

const problems = (): Readonly<Record<PushProblem, string>> => ({
  unsupported: push.unsupported,
  'home-screen': push.homeScreen,
  denied: push.denied,
  'not-answered': push.notAnswered,
  'no-network': push.noNetwork,
  'no-service': push.noService,
});

/** @param reason a problem, or why turning notifications on failed */
export function explainPush(reason: unknown): string {
  const known = problems();
  if (reason instanceof PushRefused) return known[reason.problem];
  return typeof reason === 'string' && Object.hasOwn(known, reason)
    ? known[reason as PushProblem]
    : explain(reason).detail;
}
