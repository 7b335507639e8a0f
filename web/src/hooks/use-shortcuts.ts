/**
 * Keys that work everywhere in the messenger: Ctrl/⌘+K goes to a conversation, Alt+↑/↓ walks the inbox, Esc closes
 * what is open.
 */
import { useEffect } from 'react';
import { selectionPath } from '../paths.ts';
import { useMailbox } from '../state/mailbox.ts';
import { isCommand, isFreeArrow, isPlain, isWithAlt } from './keys.ts';

interface Shown {
  /** Whose conversation, which post, or which section is open. */
  readonly selected: string | undefined;
  /** The address of the list. */
  readonly list: string;
  readonly navigate: (to: string) => void;
  /** Opens the switcher. It must stay the same function. */
  readonly onSwitch: () => void;
}

export function useShortcuts({ selected, list, navigate, onSwitch }: Shown): void {
  const { mailbox } = useMailbox();

  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing) return;
      if (isCommand(event, 'k')) {
        event.preventDefault();
        onSwitch();
      } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        if (!isWithAlt(event) || !isFreeArrow(event.target, event.key)) return;
        const peers = mailbox.state.inbox.map((row) => row.peer);
        const index = selected === undefined ? -1 : peers.indexOf(selected);
        const next = peers[event.key === 'ArrowDown' ? index + 1 : Math.max(0, index - 1)];
        if (next === undefined) return;
        event.preventDefault();
        navigate(selectionPath('conversations', next));
      } else if (event.key === 'Escape' && isPlain(event) && selected !== undefined) {
        navigate(list);
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [mailbox, selected, list, navigate, onSwitch]);
}
