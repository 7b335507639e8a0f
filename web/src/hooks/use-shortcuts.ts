/** The keys that work everywhere in the messenger. */
import { useEffect } from 'react';
import { rowsOf } from '#client/inbox-lists.ts';
import { selectionPath } from '../paths.ts';
import { useMailbox } from '../state/mailbox.ts';
import { shownPeers } from '../state/shown-inbox.ts';
import { undoLast } from '../state/toast.ts';
import { keepTyped } from '../state/typed-ahead.ts';
import { isComposing, isFreeArrow, isText } from './keys.ts';
import { commandOf } from './shortcuts.ts';

interface Shown {
  /** Whose conversation, which post, or which section is open. */
  readonly selected: string | undefined;
  /** The address of the list. */
  readonly list: string;
  readonly navigate: (to: string) => void;
  /** Opens the switcher, or closes it. It must stay the same function. */
  readonly onSwitch: (open: boolean) => void;
  /** Shows the list of keys. It must stay the same function. */
  readonly onListKeys: () => void;
}

export function useShortcuts({ selected, list, navigate, onSwitch, onListKeys }: Shown): void {
  const { mailbox } = useMailbox();

  useEffect(() => {
    const isFree = ({ target }: KeyboardEvent, step: 1 | -1): boolean =>
      isFreeArrow(target, step > 0 ? 'ArrowDown' : 'ArrowUp');
    const walk = (event: KeyboardEvent, step: 1 | -1): void => {
      if (!isFree(event, step)) return;
      const peers = shownPeers() ?? rowsOf(mailbox.state, 'conversations').map((row) => row.peer);
      const index = selected === undefined ? -1 : peers.indexOf(selected);
      go(event, peers[Math.max(0, index + step)]);
    };
    const walkUnread = (event: KeyboardEvent, step: 1 | -1): void => {
      // In a text, these keys select.
      if (!isFree(event, step) || (isText(event.target) && event.target.value !== '')) return;
      const rows = rowsOf(mailbox.state, 'conversations');
      const index = rows.findIndex((row) => row.peer === selected);
      const ahead = step > 0 ? rows.slice(index + 1) : rows.slice(0, Math.max(0, index)).reverse();
      go(event, ahead.find((row) => row.unread > 0 || row.markedUnread)?.peer);
    };
    const go = (event: KeyboardEvent, peer: string | undefined): void => {
      if (peer === undefined) return;
      event.preventDefault();
      navigate(selectionPath('conversations', peer));
    };
    const onKey = (event: KeyboardEvent): void => {
      // A dialog lies above all that these keys act on.
      if (event.defaultPrevented || isComposing(event) || document.querySelector('dialog[open]')) return;
      switch (commandOf(event)) {
        case 'find':
          event.preventDefault();
          keepTyped(() => onSwitch(false));
          return onSwitch(true);
        case 'list-keys':
          event.preventDefault();
          return onListKeys();
        case 'previous':
          return walk(event, -1);
        case 'next':
          return walk(event, 1);
        case 'previous-unread':
          return walkUnread(event, -1);
        case 'next-unread':
          return walkUnread(event, 1);
        case 'undo':
          if (!isText(event.target) && undoLast()) event.preventDefault();
          return;
        case 'close':
          if (selected !== undefined) navigate(list);
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [mailbox, selected, list, navigate, onSwitch, onListKeys]);
}
