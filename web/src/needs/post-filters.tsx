/** Narrows the list of posts down: by words, by kind, by category, by distance. */
import { useEffect, useEffectEvent, useState } from 'react';
import { SEARCH_DEBOUNCE_MS } from '../hooks/use-debounced.ts';
import { SearchField } from '../parts/search-field.tsx';
import { SegmentedControl } from '../parts/segmented-control.tsx';
import { Select } from '../parts/select.tsx';
import type { PostFilter } from '../state/post-filter.ts';
import { categoryNames } from '../text/posts.ts';
import { NearFilter } from './near-filter.tsx';
import styles from './post-list.module.css';

const KIND_FILTERS = { all: 'All', need: 'Needs', offer: 'Offers' } as const;
const categoryFilters = () => ({ all: 'All categories', ...categoryNames() }) as const;

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
          options={categoryFilters()}
          value={filter.category}
          onChange={(category) => onChange({ category })}
        />
      </div>
      <NearFilter filter={filter} onChange={onChange} />
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
