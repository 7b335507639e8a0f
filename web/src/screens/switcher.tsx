/** Goes to a conversation by the keyboard, or asks whom to send what another app has shared. */
import { PersonChooser } from '../parts/person-chooser.tsx';
import { selectionPath } from '../paths.ts';
import { ShareDialog } from './share-dialog.tsx';

interface SwitcherProps {
  /** What another app has shared, if it has. */
  readonly shared?: string | undefined;
  readonly navigate: (to: string) => void;
  readonly onClose: () => void;
}

export function Switcher({ shared, navigate, onClose }: SwitcherProps) {
  if (shared !== undefined) return <ShareDialog key={shared} id={shared} />;
  const open = (username: string): void => {
    onClose();
    navigate(selectionPath('conversations', username));
  };
  return <PersonChooser title="Go to" onChoose={open} onClose={onClose} />;
}
