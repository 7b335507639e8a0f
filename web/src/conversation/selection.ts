/** The messages that are selected to be copied or deleted together: of one conversation at a time. */
import type { Mailbox, MessageRow } from '#client/mailbox.ts';
import { useMailbox } from '../state/mailbox.ts';
import { type Store, createStore, useStore } from '../state/store.ts';
import { type SentRow, isActionable } from './composer-target.ts';

interface Selection {
  readonly peer: string;
  /** Of messages. */
  readonly ids: ReadonlySet<string>;
  /** The message that was selected last, from which a range goes on. */
  readonly latest: string;
}

const ofMailbox = new WeakMap<Mailbox, Store<Selection | undefined>>();

function storeOf(mailbox: Mailbox): Store<Selection | undefined> {
  const store = ofMailbox.get(mailbox) ?? createStore<Selection | undefined>(undefined);
  ofMailbox.set(mailbox, store);
  return store;
}

/** Begins to select messages, with this one. */
export const startSelecting = (mailbox: Mailbox, peer: string, id: string): void =>
  storeOf(mailbox).update(() => ({ peer, ids: new Set([id]), latest: id }));

export const stopSelecting = (mailbox: Mailbox): void => storeOf(mailbox).update(() => undefined);

/**
 * Selects a message, or no longer.
 * @param isRange selects as well what lies between it and the message that was selected last
 */
export function toggleSelected(mailbox: Mailbox, peer: string, id: string, isRange = false): void {
  storeOf(mailbox).update((before) => {
    if (before?.peer !== peer) return before;
    const ids = new Set(before.ids);
    if (isRange) for (const each of idsBetween(mailbox, peer, before.latest, id)) ids.add(each);
    else if (!ids.delete(id)) ids.add(id);
    return { peer, ids, latest: id };
  });
}

function idsBetween(mailbox: Mailbox, peer: string, one: string, other: string): readonly string[] {
  const ids = (mailbox.state.conversations[peer]?.rows ?? []).filter(isActionable).map(({ id }) => id);
  const [from = 0, to = 0] = [ids.indexOf(one), ids.indexOf(other)].toSorted((a, b) => a - b);
  return from < 0 ? [other] : ids.slice(from, to + 1);
}

/** @returns whether a message is selected; undefined while none is being selected here */
export const useIsSelected = (peer: string, id: string | undefined): boolean | undefined =>
  useStore(storeOf(useMailbox().mailbox), (selection) =>
    selection?.peer === peer ? id !== undefined && selection.ids.has(id) : undefined,
  );

/** @returns the ids of the selected messages; undefined while none is being selected here */
export const useSelectedIds = (peer: string): ReadonlySet<string> | undefined =>
  useStore(storeOf(useMailbox().mailbox), (selection) => (selection?.peer === peer ? selection.ids : undefined));

/** Returns the selected messages that are still there, in order. */
export const selectedRows = (rows: readonly MessageRow[], ids: ReadonlySet<string>): readonly SentRow[] =>
  rows.filter(isActionable).filter(({ id }) => ids.has(id));
