/** Drafts and logs with defaults for all that a test is not about. */

import { digestOf } from '#functions/core/digest.ts';
import {
  nextEntry,
  type Content,
  type Draft,
  type Entry,
  type KnownEntry,
  type UnknownEntry,
} from '#functions/core/entry.ts';
import { NOW } from './clock.ts';

type Details = Partial<Pick<Draft, 'sender' | 'recipient' | 'clientId' | 'requestId' | 'origin' | 'request'>>;

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

/**
 * What a newer version appends to a log: an entry of a kind that this version does not know, with fields of its own.
 * @param role whether its version counts it as a message, or it changes an earlier one
 */
export function newerEntry(log: readonly Entry[], role: 'message' | 'change', details: Details = {}): UnknownEntry {
  const draft = { ...message('', details), digest: 'digest' };
  const { kind: _, ...entry } = nextEntry(log.at(-1), draft, NOW);
  const { counts = {}, lastMessage = 0, lastMessageAt = 0 } = log.at(-1) ?? {};
  const state = role === 'message' ? {} : { counts, lastMessage, lastMessageAt };
  const content = { kind: 'poll', target: 1, body: { options: ['Tea', 'Coffee'] } };
  return { ...entry, ...state, ...content };
}

/** The log of these drafts in one conversation, a second apart, the newest at {@link NOW}. */
export function logOf(...drafts: readonly Draft[]): KnownEntry[] {
  const entries: KnownEntry[] = [];
  for (const draft of drafts)
    entries.push(nextEntry(entries.at(-1), draft, NOW - (drafts.length - 1 - entries.length) * 1000));
  return entries;
}

/** A log of this many messages from alice to bob. */
export const messages = (count: number, details: Details = {}): KnownEntry[] =>
  logOf(...Array.from({ length: count }, (_, i) => message(`Message ${i + 1}`, details)));

/** The only entry of a log of one. */
export function entryOf(draft: Draft): KnownEntry {
  return nextEntry(undefined, draft, NOW);
}
