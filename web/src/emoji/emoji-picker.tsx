/** A dialog with all emoji: by group, those used last, by search, and in a skin tone. */
import { type KeyboardEvent, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { isPlain, stepInLine } from '../hooks/keys.ts';
import { isTouch } from '../hooks/touch.ts';
import { useFetch } from '../hooks/use-fetch.ts';
import { IconButton } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { LoadError } from '../parts/load-error.tsx';
import { ClearIcon } from '../parts/more-icons.tsx';
import { SearchField } from '../parts/search-field.tsx';
import { TONES, recentEmoji, rememberEmoji, setSkinTone, skinTone } from '../state/emoji-memory.ts';
import { emoji as words } from '../words/emoji.ts';
import { type Emoji, emojiGroups, findEmoji, inTone } from './emoji-list.ts';
import styles from './emoji-picker.module.css';

export interface EmojiPickerProps {
  /** What the emoji is for. */
  readonly title: string;
  readonly onPick: (emoji: string) => void;
  readonly onClose: () => void;
}

/** The sign of each group, by its slug in the list of emoji. */
const GROUPS = {
  recent: '🕘',
  smileys_emotion: '😀',
  people_body: '👋',
  animals_nature: '🐻',
  food_drink: '🍎',
  travel_places: '🚗',
  activities: '⚽',
  objects: '💡',
  symbols: '❤️',
  flags: '🏁',
} as const satisfies Record<keyof typeof words.groups, string>;

type Slug = keyof typeof GROUPS;

const NOT_LOADED: Awaited<ReturnType<typeof emojiGroups>> = [];

const HAND = { emoji: '✋', hasTones: true };

export function EmojiPicker({ title, onPick, onClose }: EmojiPickerProps) {
  const { value: groups = NOT_LOADED, problem, reload } = useFetch(emojiGroups);
  const [typed, setTyped] = useState('');
  const [recent] = useState(recentEmoji);
  const [slug, setSlug] = useState<Slug>(recent.length > 0 ? 'recent' : 'smileys_emotion');
  const [tone, setTone] = useState(skinTone);
  const grid = useRef<HTMLDivElement>(null);
  const close = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    // The dialog has given the focus to the search, which would open the keyboard of a phone.
    if (isTouch()) close.current?.focus();
  }, []);

  const shown = useMemo(() => {
    if (typed.trim() !== '') return findEmoji(groups, typed);
    if (slug !== 'recent') return groups.find((group) => group.slug === slug)?.emoji ?? [];
    const known = new Map(groups.flatMap(({ emoji }) => emoji).map((one) => [one.emoji, one]));
    // One in a skin tone has no name of its own in the list.
    return recent.map((emoji): Emoji => known.get(emoji) ?? { emoji, name: emoji, keywords: '', hasTones: false });
  }, [groups, typed, slug, recent]);

  const pick = (emoji: string): void => {
    rememberEmoji(emoji);
    onClose();
    onPick(emoji);
  };

  /** True after an Enter before the list was there: it takes the first that is found then. */
  const isAwaited = useRef(false);
  const pickFirst = (): void => {
    const [first] = shown;
    if (first && typed.trim() !== '') pick(inTone(first, tone));
    isAwaited.current = groups === NOT_LOADED;
  };
  const onLoaded = useEffectEvent(pickFirst);
  useEffect(() => {
    if (isAwaited.current) onLoaded();
  }, [groups]);

  const focusFirst = (): void => grid.current?.querySelector('button')?.focus();

  return (
    <Dialog title={title} onClose={onClose}>
      <div
        className={styles.picker}
        // The keys of the messenger rest meanwhile.
        onKeyDown={(event) => {
          if (event.key !== 'Escape') event.stopPropagation();
        }}
      >
        <form
          className={styles.search}
          onSubmit={(event) => {
            event.preventDefault();
            pickFirst();
          }}
        >
          <SearchField
            label={words.find}
            placeholder={words.search}
            value={typed}
            onValue={(text) => {
              isAwaited.current = false;
              setTyped(text);
            }}
            onDown={focusFirst}
          />
          <IconButton ref={close} label={words.close} onClick={onClose}>
            <ClearIcon />
          </IconButton>
        </form>
        <div className={styles.groups} role="group" aria-label={words.groupsLabel}>
          {(Object.keys(GROUPS) as Slug[])
            .filter((key) => key !== 'recent' || recent.length > 0)
            .map((key) => (
              <button
                key={key}
                type="button"
                aria-label={words.groups[key]}
                title={words.groups[key]}
                aria-pressed={key === slug && typed.trim() === ''}
                onClick={() => {
                  setTyped('');
                  setSlug(key);
                  grid.current?.scrollTo(0, 0);
                }}
              >
                {GROUPS[key]}
              </button>
            ))}
        </div>
        {problem !== undefined ? (
          <LoadError title={words.notLoaded} text={words.checkConnection} onRetry={() => void reload()} />
        ) : (
          <div ref={grid} className={styles.grid} role="group" aria-label={words.emoji} onKeyDown={moveInGrid}>
            {shown.map((one, index) => (
              <button
                key={one.emoji}
                type="button"
                tabIndex={index === 0 ? 0 : -1}
                aria-label={one.name}
                title={one.name}
                onClick={() => pick(inTone(one, tone))}
              >
                {inTone(one, tone)}
              </button>
            ))}
          </div>
        )}
        <p className={styles.none} role="status">
          {shown.length === 0 && groups.length > 0 && words.noneFound}
        </p>
        <div className={styles.tones} role="group" aria-label={words.tone}>
          {TONES.map((each, index) => (
            <button
              key={each}
              type="button"
              aria-label={words.tones[index]}
              title={words.tones[index]}
              aria-pressed={each === tone}
              onClick={() => {
                setTone(each);
                setSkinTone(each);
              }}
            >
              {inTone(HAND, each)}
            </button>
          ))}
        </div>
      </div>
    </Dialog>
  );
}

/** Arrow keys move in the grid, also from row to row; Home and End lead to its ends. */
function moveInGrid(event: KeyboardEvent<HTMLDivElement>): void {
  if (!isPlain(event)) return;
  const buttons = [...event.currentTarget.querySelectorAll('button')];
  const index = buttons.findIndex((button) => button === event.target);
  if (index < 0) return;
  const top = buttons[0]?.offsetTop;
  const columns = Math.max(1, buttons.filter(({ offsetTop }) => offsetTop === top).length);
  const step = stepInLine(event, event.currentTarget) ?? { ArrowDown: columns, ArrowUp: -columns }[event.key];
  const next = step === undefined ? { Home: 0, End: buttons.length - 1 }[event.key] : index + step;
  if (next === undefined) return;
  event.preventDefault();
  buttons[next]?.focus();
}
