/**
 * The kinds of entries that this version knows. A log may hold others: a newer version wrote them, before it was rolled
 * back or while it is being deployed. Each side passes those over and keeps their place.
 */

const ENTRY_KINDS = ['message', 'edit', 'deletion', 'reaction'] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];

const known: ReadonlySet<string> = new Set(ENTRY_KINDS);

export const isKnownKind = (kind: string): boolean => known.has(kind);

interface Kinded {
  readonly kind: string;
}

/** True if an entry is of a kind that this version knows. */
export const isKnown = <E extends Kinded>(entry: E): entry is Extract<E, { readonly kind: EntryKind }> =>
  isKnownKind(entry.kind);

/** Comparing `kind` does not narrow the type, since the kind of an unknown entry may be any text. */
export const isMessage = <E extends Kinded>(entry: E): entry is Extract<E, { readonly kind: 'message' }> =>
  entry.kind === 'message';
