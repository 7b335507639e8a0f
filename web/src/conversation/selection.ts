/**
 * The messages that are selected to be copied or deleted together: of one conversation at a time. They are kept as they
 * were last seen, since the window of the log leaves out messages that are far away.
 */
import type { Mailbox, MessageRow } from '#client/mailbox.ts';
import { useMailbox } from '../state/mailbox.ts';
import { type Store, createStore, useStore } from '../state/store.ts';
import { type SentRow, isActionable } from './composer-target.ts';

/** By id. */
type SelectedRows = ReadonlyMap<string, SentRow>;

interface Selection {
  readonly peer: string;
  readonly rows: SelectedRows;
  /** Id of the message that was selected last, from which a range goes on. */
  readonly latest: string;
}

const ofMailbox = new WeakMap<Mailbox, Store<Selection | undefined>>();

function storeOf(mailbox: Mailbox): Store<Selection | undefined> {
  const store = ofMailbox.get(mailbox) ?? createStore<Selection | undefined>(undefined);
  ofMailbox.set(mailbox, store);
  return store;
}

/** Begins to select messages, with this one. */
export const startSelecting = (mailbox: Mailbox, peer: string, row: SentRow): void =>
  storeOf(mailbox).update(() => ({ peer, rows: new Map([[row.id, row]]), latest: row.id }));

export const stopSelecting = (mailbox: Mailbox): void => storeOf(mailbox).update(() => undefined);

/**
 * Selects a message, or no longer.
 * @param isRange selects as well what lies between it and the message that was selected last
 */
export function toggleSelected(mailbox: Mailbox, peer: string, row: SentRow, isRange = false): void {
  storeOf(mailbox).update((before) => {
    if (before?.peer !== peer) return before;
    const rows = new Map(before.rows);
    if (isRange) for (const each of rowsBetween(mailbox, peer, before.latest, row)) rows.set(each.id, each);
    else if (!rows.delete(row.id)) rows.set(row.id, row);
    return { peer, rows, latest: row.id };
  });
}

/** Only `other`, where `one` has left the window. */
function rowsBetween(mailbox: Mailbox, peer: string, one: string, other: SentRow): readonly SentRow[] {
  const rows = (mailbox.state.conversations[peer]?.rows ?? []).filter(isActionable);
  const indexOf = (id: string) => rows.findIndex((row) => row.id === id);
  const [from = 0, to = 0] = [indexOf(one), indexOf(other.id)].toSorted((a, b) => a - b);
  return from < 0 ? [other] : rows.slice(from, to + 1);
}

export const deselect = (mailbox: Mailbox, id: string): void =>
  storeOf(mailbox).update((before) => {
    if (!before?.rows.has(id)) return before;
    const rows = new Map(before.rows);
    rows.delete(id);
    return { ...before, rows };
  });

/**
 * Takes edits into the selection, and deleted messages out of it. What is edited or deleted while it is outside of the
 * window stays as it was selected until it is inside again.
 * @param window the rows that are loaded
 */
export const updateSelected = (mailbox: Mailbox, window: readonly MessageRow[]): void =>
  storeOf(mailbox).update((before) => {
    const changed = window.filter(({ id }) => id !== undefined && before?.rows.has(id));
    if (!before || changed.every((row) => before.rows.get(row.id ?? '') === row)) return before;
    const rows = new Map(before.rows);
    for (const row of changed) {
      if (isActionable(row)) rows.set(row.id, row);
      else rows.delete(row.id ?? '');
    }
    return { ...before, rows };
  });

/** @returns whether a message is selected; undefined while none is being selected here */
export const useIsSelected = (peer: string, id: string | undefined): boolean | undefined =>
  useStore(storeOf(useMailbox().mailbox), (selection) =>
    selection?.peer === peer ? id !== undefined && selection.rows.has(id) : undefined,
  );

/** @returns the selected messages, in no order; undefined while none is being selected here */
export const useSelected = (peer: string): SelectedRows | undefined =>
  useStore(storeOf(useMailbox().mailbox), (selection) => (selection?.peer === peer ? selection.rows : undefined));
