/** Why this browser cannot be told, in words that say what to do. */
import { type PushProblem, PushRefused } from '../browser/push.ts';
import { explain } from './explain.ts';

const PUSH_PROBLEMS: Readonly<Record<PushProblem, string>> = {
  unsupported: 'This browser shows no notifications of pages. Another one may.',
  'home-screen':
    'On an iPhone or iPad, notifications come from the Home Screen only. 1. Tap Share, then ' +
    '“Add to Home Screen”. 2. Open Message Center from there, and turn them on.',
  denied: 'Notifications are blocked for this page. Allow them in the browser’s settings of this site, then try again.',
  'not-answered': 'The browser’s question wasn’t answered. Try again, and choose “Allow”.',
  'no-network': 'There is no network. Try again when you’re connected.',
  'no-service':
    'The browser can’t reach its push service. While a page of Message Center is open, you are told all the same. ' +
    'Try again later.',
};

/** @param reason a problem, or why turning notifications on failed */
export function explainPush(reason: unknown): string {
  if (reason instanceof PushRefused) return PUSH_PROBLEMS[reason.problem];
  return typeof reason === 'string' && Object.hasOwn(PUSH_PROBLEMS, reason)
    ? PUSH_PROBLEMS[reason as PushProblem]
    : explain(reason).detail;
}
