/** The keys that work everywhere in the messenger. */
import { useEffect } from 'react';
import { selectionPath } from '../paths.ts';
import { useMailbox } from '../state/mailbox.ts';
import { undoLast } from '../state/toast.ts';
import { isFreeArrow, isText } from './keys.ts';
import { commandOf } from './shortcuts.ts';

interface Shown {
  /** Whose conversation, which post, or which section is open. */
  readonly selected: string | undefined;
  /** The address of the list. */
  readonly list: string;
  readonly navigate: (to: string) => void;
  /** Opens the switcher. It must stay the same function. */
  readonly onSwitch: () => void;
  /** Shows the list of keys. It must stay the same function. */
  readonly onListKeys: () => void;
}

export function useShortcuts({ selected, list, navigate, onSwitch, onListKeys }: Shown): void {
  const { mailbox } = useMailbox();

  useEffect(() => {
    const walk = (event: KeyboardEvent, step: 1 | -1): void => {
      if (!isFreeArrow(event.target, step > 0 ? 'ArrowDown' : 'ArrowUp')) return;
      const peers = mailbox.state.inbox.map((row) => row.peer);
      const index = selected === undefined ? -1 : peers.indexOf(selected);
      const next = peers[Math.max(0, index + step)];
      if (next === undefined) return;
      event.preventDefault();
      navigate(selectionPath('conversations', next));
    };
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing) return;
      switch (commandOf(event)) {
        case 'find':
          event.preventDefault();
          return onSwitch();
        case 'list-keys':
          event.preventDefault();
          return onListKeys();
        case 'previous':
          return walk(event, -1);
        case 'next':
          return walk(event, 1);
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
