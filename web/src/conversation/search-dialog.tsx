/** Searches the texts of a conversation, over it. */
import { useState } from 'react';
import { useLocation } from 'wouter';
import { Chooser } from '../parts/chooser.tsx';
import { search } from '../words/search.ts';
import { useTextChoices } from './use-text-choices.tsx';

interface SearchDialogProps {
  readonly peer: string;
  readonly onClose: () => void;
}

export function SearchDialog({ peer, onClose }: SearchDialogProps) {
  const [typed, setTyped] = useState('');
  const [, navigate] = useLocation();
  const { group, footer } = useTextChoices({ peer, typed, navigate, onClose });
  return (
    <Chooser
      title={search.searchHere}
      label={search.words}
      placeholder={search.words}
      listLabel={search.messagesFound}
      typed={typed}
      onType={setTyped}
      groups={[group]}
      footer={footer}
      onClose={onClose}
    />
  );
}
