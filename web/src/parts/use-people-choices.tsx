/** The people that a chooser offers: my conversations first, then all people whose names are meant. */
import { use } from 'react';
import { NAME_PREFIX_MAX_UNITS } from '#contract/text.ts';
import { SEARCH_DEBOUNCE_MS, useDebounced } from '../hooks/use-debounced.ts';
import { usePeople } from '../state/directory.ts';
import { useMailbox, useMailboxState } from '../state/mailbox.ts';
import { ProfilesContext, displayNameOf } from '../state/profiles.ts';
import { hasWordLike } from '../text/words.ts';
import { search } from '../words/search.ts';
import { Avatar } from './avatar.tsx';
import type { Choice, ChoiceGroup } from './chooser.tsx';

/** As many as a short window shows without scrolling far. */
const MAX_CONVERSATIONS = 8;
const MAX_PEOPLE = 12;

interface Hit {
  readonly username: string;
  readonly name: string;
}

/** @param onChoose takes a person's user name, or my own for notes to myself */
export function usePeopleChoices(typed: string, onChoose: (username: string) => void): readonly ChoiceGroup[] {
  const { me } = useMailbox();
  const inbox = useMailboxState((state) => state.inbox);
  const profiles = use(ProfilesContext)?.getSnapshot();
  const prefix = useDebounced(typed.trim().toLowerCase().slice(0, NAME_PREFIX_MAX_UNITS), SEARCH_DEBOUNCE_MS);
  const found = usePeople(prefix);
  const isMeant = ({ username, name }: Hit): boolean => hasWordLike(`${name} ${username}`, typed);

  const known = inbox
    .filter(({ peer }) => peer !== me)
    .map(({ peer, peerName }) => ({ username: peer, name: peerName ?? displayNameOf(peer, profiles?.get(peer)) }));
  const conversations = [
    ...known.filter(isMeant).slice(0, MAX_CONVERSATIONS),
    ...[{ username: me, name: search.notes }].filter(isMeant),
  ];
  // The results of the last search stand until those of this one are here.
  const people = found.items
    .map(({ username, displayName }) => ({ username, name: displayName }))
    .filter((hit) => isMeant(hit) && !conversations.some(({ username }) => username === hit.username))
    .slice(0, MAX_PEOPLE);

  const choiceOf = (hit: Hit): Choice => ({
    key: hit.username,
    content: <PersonChoice {...hit} isMe={hit.username === me} />,
    onChoose: () => onChoose(hit.username),
  });
  return [
    { label: search.conversations, choices: conversations.map(choiceOf) },
    { label: search.people, choices: people.map(choiceOf) },
  ];
}

function PersonChoice({ username, name, isMe }: Hit & { readonly isMe: boolean }) {
  return (
    <>
      <Avatar username={username} size="s" />
      <span>
        <bdi>{name}</bdi>
        {name !== username && !isMe && (
          <small>
            {' '}
            <bdi>{username}</bdi>
          </small>
        )}
      </span>
    </>
  );
}
