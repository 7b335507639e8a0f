/** Goes to a conversation by the keyboard, or asks whom to send what another app has shared. */
import { useEffect, useState } from 'react';
import { useTextChoices } from '../conversation/use-text-choices.tsx';
import { Chooser } from '../parts/chooser.tsx';
import { usePeopleChoices } from '../parts/use-people-choices.tsx';
import { selectionPath } from '../paths.ts';
import { takeTyped } from '../state/typed-ahead.ts';
import { search } from '../words/search.ts';
import { ShareDialog } from './share-dialog.tsx';

interface SwitcherProps extends OverlayProps {
  /** What another app has shared, if it has. */
  readonly shared?: string | undefined;
}

export const Switcher = ({ shared, ...rest }: SwitcherProps) =>
  shared === undefined ? <Overlay {...rest} /> : <ShareDialog key={shared} id={shared} />;

interface OverlayProps {
  /** Whose conversation is open, if one is: its texts are searched as well. */
  readonly peer?: string | undefined;
  readonly navigate: (to: string) => void;
  readonly onClose: () => void;
}

/**
 * Conversations, then people, then texts of the open conversation. The texts of all conversations have their place
 * after these, in a group of their own: only a device that keeps them can search them.
 */
function Overlay({ peer, navigate, onClose }: OverlayProps) {
  const [typed, setTyped] = useState('');
  const [isEntered, setEntered] = useState(false);
  useEffect(() => {
    // Its effects run after those of the dialog in it: the field has the focus by now.
    const ahead = takeTyped();
    setTyped(ahead.text);
    setEntered(ahead.isEntered);
  }, []);
  const people = usePeopleChoices(typed, (username) => {
    onClose();
    navigate(selectionPath('conversations', username));
  });
  const texts = useTextChoices({ peer, typed, navigate, onClose });
  const isNobody = people.every(({ choices }) => choices.length === 0) && texts.group.choices.length === 0;
  return (
    <Chooser
      title={search.goTo}
      label={peer === undefined ? search.findPerson : search.findAnything}
      placeholder={peer === undefined ? search.name : search.nameOrText}
      listLabel={search.conversationsAndPeople}
      typed={typed}
      isEntered={isEntered}
      onType={setTyped}
      groups={[...people, texts.group]}
      footer={texts.footer ?? (isNobody && <p role="status">{search.nobodyFound}</p>)}
      onClose={onClose}
    />
  );
}
