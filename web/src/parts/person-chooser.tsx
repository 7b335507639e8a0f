/**
 * A dialog that chooses a person by the keyboard: my conversations first, then all people. It lies over what is open,
 * which Esc returns to. The first hit is chosen from the start (WAI-ARIA APG, combobox with a list).
 */
import { type KeyboardEvent, type ReactNode, use, useEffect, useId, useRef, useState } from 'react';
import { NAME_PREFIX_MAX_UNITS } from '#contract/text.ts';
import { SEARCH_DEBOUNCE_MS, useDebounced } from '../hooks/use-debounced.ts';
import { usePeople } from '../state/directory.ts';
import { useMailbox, useMailboxState } from '../state/mailbox.ts';
import { ProfilesContext, displayNameOf } from '../state/profiles.ts';
import { hasWordLike } from '../text/words.ts';
import { Avatar } from './avatar.tsx';
import { Dialog } from './dialog.tsx';
import styles from './person-chooser.module.css';

/** As many as a short window shows without scrolling far. */
const MAX_CONVERSATIONS = 8;
const MAX_PEOPLE = 12;

const NOTES = 'Notes to yourself';

interface Hit {
  readonly username: string;
  readonly name: string;
}

function useHits(typed: string): { readonly conversations: readonly Hit[]; readonly people: readonly Hit[] } {
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
    ...[{ username: me, name: NOTES }].filter(isMeant),
  ];
  // The results of the last search stand until those of this one are here.
  const people = found.items
    .map(({ username, displayName }) => ({ username, name: displayName }))
    .filter((hit) => isMeant(hit) && !conversations.some(({ username }) => username === hit.username))
    .slice(0, MAX_PEOPLE);
  return { conversations, people };
}

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
  const [moved, setMoved] = useState(0);
  const { conversations, people } = useHits(typed);
  const hits = [...conversations, ...people];
  const active = Math.min(moved, hits.length - 1);
  const id = useId();
  const list = useRef<HTMLDivElement>(null);

  useEffect(() => {
    // A browser may return a promise here, which would be taken for what ends the effect.
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [active]);

  const choose = (hit: Hit | undefined): void => {
    if (!hit) return;
    // It may go on with another person.
    setTyped('');
    setMoved(0);
    onChoose(hit.username);
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    // The keys of the messenger rest meanwhile.
    event.stopPropagation();
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined && event.key !== 'Enter') return;
    event.preventDefault();
    if (step === undefined) choose(hits[active]);
    else if (hits.length > 0) setMoved((active + step + hits.length) % hits.length);
  };

  const group = (label: string, members: readonly Hit[], from: number): ReactNode =>
    members.length > 0 && (
      <div role="group" aria-label={label}>
        <p aria-hidden="true">{label}</p>
        {members.map((hit, index) => (
          <div
            key={hit.username}
            id={`${id}-${from + index}`}
            role="option"
            aria-selected={from + index === active}
            onPointerMove={() => setMoved(from + index)}
            onClick={() => choose(hit)}
          >
            <Avatar username={hit.username} size="s" />
            <span>
              <bdi>{hit.name}</bdi>
              {hit.name !== hit.username && hit.name !== NOTES && (
                <small>
                  {' '}
                  <bdi>{hit.username}</bdi>
                </small>
              )}
            </span>
          </div>
        ))}
      </div>
    );

  return (
    <Dialog title={title} onClose={onClose}>
      {children}
      <div className={styles.chooser} onKeyDown={onKeyDown}>
        <input
          type="text"
          role="combobox"
          aria-label="Find a conversation or a person"
          aria-expanded="true"
          aria-controls={id}
          aria-autocomplete="list"
          aria-activedescendant={hits.length > 0 ? `${id}-${active}` : undefined}
          placeholder="Name"
          autoFocus
          autoCapitalize="none"
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setMoved(0);
          }}
        />
        <div ref={list} id={id} className={styles.hits} role="listbox" aria-label="Conversations and people">
          {group('Conversations', conversations, 0)}
          {group('People', people, conversations.length)}
        </div>
        {hits.length === 0 && <p role="status">Nobody found.</p>}
      </div>
    </Dialog>
  );
}
