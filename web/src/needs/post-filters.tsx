/** Narrows the list of posts down: by words, by kind, by category, by distance. */
import { useEffect, useEffectEvent, useState } from 'react';
import { SEARCH_DEBOUNCE_MS } from '../hooks/use-debounced.ts';
import { Alert } from '../parts/alert.tsx';
import { Button } from '../parts/button.tsx';
import { PlaceIcon } from '../parts/icons.tsx';
import { SearchField } from '../parts/search-field.tsx';
import { SegmentedControl } from '../parts/segmented-control.tsx';
import { Select } from '../parts/select.tsx';
import type { PostFilter, Radius } from '../state/post-filter.ts';
import { CATEGORY_NAMES } from '../text/posts.ts';
import { useMySquare } from './use-my-square.ts';
import styles from './post-list.module.css';

const KIND_FILTERS = { all: 'All', need: 'Needs', offer: 'Offers' } as const;
const CATEGORY_FILTERS = { all: 'All categories', ...CATEGORY_NAMES } as const;

const REACHES: Readonly<Record<Radius, string>> = {
  1: 'Within 1 km',
  5: 'Within 5 km',
  10: 'Within 10 km',
  25: 'Within 25 km',
  50: 'Within 50 km',
};

interface PostFiltersProps {
  readonly filter: PostFilter;
  readonly onChange: (change: Partial<PostFilter>) => void;
}

export function PostFilters({ filter, onChange }: PostFiltersProps) {
  const [typed, type] = useTyped((words) => onChange({ words }));
  return (
    <>
      <SearchField
        label="Search posts by words in titles and places"
        placeholder="Search titles and places"
        value={typed ?? filter.words}
        onValue={type}
        onDown={() => document.querySelector<HTMLElement>('[role="feed"] > article')?.focus()}
      />
      <div className={styles.filters}>
        <SegmentedControl
          label="Kind"
          options={KIND_FILTERS}
          value={filter.kind}
          onChange={(kind) => onChange({ kind })}
        />
        <Select
          label="Category"
          hidesLabel
          options={CATEGORY_FILTERS}
          value={filter.category}
          onChange={(category) => onChange({ category })}
        />
      </div>
      <NearMe filter={filter} onChange={onChange} />
    </>
  );
}

/**
 * Passes words on once no key was pressed for a while: browsers refuse to change the address at every key.
 * @returns what is typed and not passed on yet, and the function to call at each key
 */
function useTyped(onWords: (words: string) => void): readonly [string | undefined, (words: string) => void] {
  const [typed, setTyped] = useState<string>();
  const passOn = useEffectEvent((words: string) => {
    onWords(words);
    setTyped(undefined);
  });
  useEffect(() => {
    if (typed === undefined) return;
    const timer = setTimeout(() => passOn(typed), SEARCH_DEBOUNCE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  return [typed, setTyped];
}

function NearMe({ filter: { near, radius }, onChange }: PostFiltersProps) {
  const { locate, busy, problem } = useMySquare((square) => onChange({ near: square }));
  const isOn = near !== '';
  return (
    <>
      <div className={styles.near}>
        <Button
          variant="secondary"
          size="small"
          aria-pressed={isOn}
          busy={busy}
          onClick={() => (isOn ? onChange({ near: '' }) : locate())}
        >
          <PlaceIcon /> {busy ? 'Asking your browser…' : 'Near me'}
        </Button>
        {isOn && (
          <Select
            label="How far"
            hidesLabel
            options={REACHES}
            value={radius}
            onChange={(next) => onChange({ radius: next })}
          />
        )}
      </div>
      {problem && <Alert tone="error">{problem}</Alert>}
    </>
  );
}
