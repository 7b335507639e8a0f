/** The ledger as the restore looks it up: what holds although the tables go back. */

import type { LastingAct } from '#functions/core/ledger.ts';

export type NotedAct = LastingAct & { readonly at: number };
type DeletedMessage = Extract<NotedAct, { kind: 'deleted-message' }>;

export interface Lasting {
  readonly deletedMessages: readonly DeletedMessage[];
  /** Returns the deletion of the message that this generation has at a place. */
  deletionOf(conversation: string, seq: number, generation: number): DeletedMessage | undefined;
  /** True if a message of any generation was deleted at a place. */
  mayBeDeleted(conversation: string, seq: number): boolean;
  /** Whether a person has blocked another since; undefined: nothing was noted. */
  block(person: string, peer: string): boolean | undefined;
  /** When the accounts were deleted, by name. */
  readonly deletedAccounts: ReadonlyMap<string, number>;
  readonly deletedPosts: ReadonlySet<string>;
  readonly removedPosts: ReadonlySet<string>;
  /** True if the thank-you to a helper of a post was removed. */
  isThanksRemoved(post: string, helper: string): boolean;
}

export function lastingOf(acts: readonly NotedAct[]): Lasting {
  const ofKind = <K extends NotedAct['kind']>(kind: K) =>
    acts.filter((act): act is Extract<NotedAct, { kind: K }> => act.kind === kind);
  const deletedMessages = ofKind('deleted-message');
  const placeOf = (conversation: string, seq: number): string => `${conversation}.${seq}`;
  const byGeneration = new Map(
    deletedMessages.map((act) => [`${placeOf(act.conversation, act.seq)} ${act.generation}`, act]),
  );
  const places = new Set(deletedMessages.map(({ conversation, seq }) => placeOf(conversation, seq)));
  const blocks = new Map(ofKind('block').map(({ person, peer, blocked }) => [`${person} ${peer}`, blocked]));
  const thanks = new Set(ofKind('removed-thanks').map(({ post, helper }) => `${post}/${helper}`));
  return {
    deletedMessages,
    deletionOf: (conversation, seq, generation) => byGeneration.get(`${placeOf(conversation, seq)} ${generation}`),
    mayBeDeleted: (conversation, seq) => places.has(placeOf(conversation, seq)),
    block: (person, peer) => blocks.get(`${person} ${peer}`),
    deletedAccounts: new Map(ofKind('deleted-account').map(({ username, at }) => [username, at])),
    deletedPosts: new Set(ofKind('deleted-post').map(({ post }) => post)),
    removedPosts: new Set(ofKind('removed-post').map(({ post }) => post)),
    isThanksRemoved: (post, helper) => thanks.has(`${post}/${helper}`),
  };
}
