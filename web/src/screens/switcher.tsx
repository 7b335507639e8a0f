/** Goes to a conversation by the keyboard. */
import { PersonChooser } from '../parts/person-chooser.tsx';
import { selectionPath } from '../paths.ts';

interface SwitcherProps {
  readonly navigate: (to: string) => void;
  readonly onClose: () => void;
}

export function Switcher({ navigate, onClose }: SwitcherProps) {
  const open = (username: string): void => navigate(selectionPath('conversations', username));
  return <PersonChooser title="Go to" onChoose={open} onClose={onClose} />;
}
