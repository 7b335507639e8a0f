/**
 * What is being composed if it is not a new message: a reply to a message, or another text for one of mine. It is kept
 * beside the draft while its writer looks at other conversations.
 */
import { useCallback } from 'react';
import type { Mailbox, MessageRow } from '#client/mailbox.ts';
import { useMailbox } from '../state/mailbox.ts';
import { type Store, createStore, useStore } from '../state/store.ts';

/** A message that the server has. */
export type SentRow = MessageRow & { readonly id: string };

export interface ComposerTarget {
  readonly kind: 'reply' | 'edit';
  readonly row: SentRow;
}

/** True if the message can be replied to, reacted to, edited or deleted. */
export const isActionable = (row: MessageRow): row is SentRow => row.id !== undefined && row.deleted === undefined;

/** By peer. They live as long as the session. */
type Targets = Readonly<Record<string, ComposerTarget | undefined>>;

const ofMailbox = new WeakMap<Mailbox, Store<Targets>>();

function storeOf(mailbox: Mailbox): Store<Targets> {
  const targets = ofMailbox.get(mailbox) ?? createStore<Targets>(Object.create(null) as Targets);
  ofMailbox.set(mailbox, targets);
  return targets;
}

/** The texts that edits have so far. */
const editedTexts = new WeakMap<ComposerTarget, string>();

type TargetSetter = (target: ComposerTarget | undefined) => void;

/** @returns what is being composed for this person, and a function that replaces it, which stays the same */
export function useComposerTarget(peer: string): [target: ComposerTarget | undefined, setTarget: TargetSetter] {
  const targets = storeOf(useMailbox().mailbox);
  const setTarget = useCallback<TargetSetter>((target) => setTargetOf(targets, peer, target), [targets, peer]);
  return [useStore(targets, (all) => all[peer]), setTarget];
}

const setTargetOf = (targets: Store<Targets>, peer: string, target: ComposerTarget | undefined): void =>
  targets.update((before) => Object.assign(Object.create(null) as Targets, before, { [peer]: target }));

/** Ends what was composed, unless something else is by now. */
export function endTarget(mailbox: Mailbox, peer: string, target: ComposerTarget | undefined): void {
  const targets = storeOf(mailbox);
  if (targets.getSnapshot()[peer] === target) setTargetOf(targets, peer, undefined);
}

/** @returns whether a message is being edited */
export const useIsEdited = (peer: string, id: string | undefined): boolean =>
  useStore(storeOf(useMailbox().mailbox), (all) => all[peer]?.kind === 'edit' && all[peer]?.row.id === id);

export const editedTextOf = (target: ComposerTarget): string => editedTexts.get(target) ?? target.row.body;

export const keepEditedText = (target: ComposerTarget, text: string): void => void editedTexts.set(target, text);
