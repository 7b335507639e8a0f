/** What a reader looks for in the feed, and which cards match. */

import type { Category, PostKind } from '#contract/posts.ts';
import type { OwnerProfile, Owners } from './ports.ts';
import { isCard, isShown, type Card, type Tombstone } from './post.ts';

export interface Filter {
  readonly kind?: PostKind | undefined;
  readonly category?: Category | undefined;
  readonly words?: string | undefined;
  /** Only posts from this time on, in epoch milliseconds. */
  readonly since?: number | undefined;
}

/** A card with what the reader sees of its owner. */
export interface Found {
  readonly card: Card;
  readonly owner: OwnerProfile;
}

/** Letters and digits of a text, lower-cased, without the differences that NFKC takes for form. */
const wordsOf = (text: string): readonly string[] =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];

/** Returns which cards match. Every word of the search must begin a word of the title or of the place. */
export function matching({ kind, category, words = '', since = 0 }: Filter, now: number): (card: Card) => boolean {
  const sought = wordsOf(words);
  return (card) => {
    if (!isShown(card, now) || card.createdAt < since) return false;
    if (kind !== undefined && card.kind !== kind) return false;
    if (category !== undefined && card.category !== category) return false;
    if (sought.length === 0) return true;
    const found = wordsOf(`${card.title} ${card.placeName ?? ''}`);
    return sought.every((word) => found.some((other) => other.startsWith(word)));
  };
}

export const cardsIn = (items: readonly (Card | Tombstone)[]): readonly Card[] => items.filter(isCard);

/** Returns those of the cards whose owners are there for the reader, in the order given. */
export async function withOwners(owners: Owners, reader: string, cards: readonly Card[]): Promise<readonly Found[]> {
  if (cards.length === 0) return [];
  const names = [...new Set(cards.map(({ owner }) => owner))];
  const visible = await owners.visible(reader, names, 'eventual');
  return cards.flatMap((card) => {
    const owner = visible.get(card.owner);
    return owner ? [{ card, owner }] : [];
  });
}
