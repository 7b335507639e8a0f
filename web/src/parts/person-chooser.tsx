/** A dialog that chooses a person by the keyboard: my conversations first, then all people. */
import { type ReactNode, useState } from 'react';
import { search } from '../words/search.ts';
import { Chooser } from './chooser.tsx';
import { usePeopleChoices } from './use-people-choices.tsx';

interface PersonChooserProps {
  readonly title: string;
  /** Stands above the list: what it is about. */
  readonly children?: ReactNode;
  /**
   * Closes the dialog and goes on.
   * @param username of a person, or my own for notes to myself
   */
  readonly onChoose: (username: string) => void;
  /** Called where nobody was chosen. */
  readonly onClose: () => void;
}

export function PersonChooser({ title, children, onChoose, onClose }: PersonChooserProps) {
  const [typed, setTyped] = useState('');
  const groups = usePeopleChoices(typed, (username) => {
    // It may go on with another person.
    setTyped('');
    onChoose(username);
  });
  const isEmpty = groups.every(({ choices }) => choices.length === 0);
  return (
    <Chooser
      title={title}
      label={search.findPerson}
      placeholder={search.name}
      listLabel={search.conversationsAndPeople}
      typed={typed}
      onType={setTyped}
      groups={groups}
      footer={isEmpty && <p role="status">{search.nobodyFound}</p>}
      onClose={onClose}
    >
      {children}
    </Chooser>
  );
}
