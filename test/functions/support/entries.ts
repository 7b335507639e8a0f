/** Drafts and logs with defaults for all that a test is not about. */

import { digestOf } from '#functions/core/digest.ts';
import { nextEntry, type Content, type Draft, type Entry } from '#functions/core/entry.ts';
import { NOW } from './clock.ts';

type Details = Partial<Pick<Draft, 'sender' | 'recipient' | 'clientId' | 'requestId' | 'origin'>>;

let named = 0;

/** A draft by alice to bob, unless the details say otherwise, with a unique clientId. */
export function draftOf(content: Content, details: Details = {}): Draft {
  named++;
  return {
    sender: 'alice',
    recipient: 'bob',
    clientId: `client-${named}`,
    requestId: `request-${named}`,
    digest: digestOf(content),
    ...content,
    ...details,
  };
}

export const message = (body = 'Hello', details: Details = {}): Draft => draftOf({ kind: 'message', body }, details);
export const edit = (target: number, details: Details = {}): Draft =>
  draftOf({ kind: 'edit', target, body: 'Hello!' }, details);
export const deletion = (target: number, details: Details = {}): Draft =>
  draftOf({ kind: 'deletion', target }, details);
export const reaction = (target: number, details: Details = {}): Draft =>
  draftOf({ kind: 'reaction', target, emoji: '👍', on: true }, details);

/** The log of these drafts in one conversation, a second apart, the newest at {@link NOW}. */
export function logOf(...drafts: readonly Draft[]): Entry[] {
  const entries: Entry[] = [];
  for (const draft of drafts)
    entries.push(nextEntry(entries.at(-1), draft, NOW - (drafts.length - 1 - entries.length) * 1000));
  return entries;
}

/** A log of this many messages from alice to bob. */
export const messages = (count: number, details: Details = {}): Entry[] =>
  logOf(...Array.from({ length: count }, (_, i) => message(`Message ${i + 1}`, details)));

/** The only entry of a log of one. */
export function entryOf(draft: Draft): Entry {
  return nextEntry(undefined, draft, NOW);
}
