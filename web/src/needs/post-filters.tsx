/** Narrows the list of posts down: by words, by kind, by category, by distance. */
import { useEffect, useEffectEvent, useState } from 'react';
import { SEARCH_DEBOUNCE_MS } from '../hooks/use-debounced.ts';
import { SearchField } from '../parts/search-field.tsx';
import { SegmentedControl } from '../parts/segmented-control.tsx';
import { Select } from '../parts/select.tsx';
import type { PostFilter } from '../state/post-filter.ts';
import { categoryNames, kindNames } from '../text/posts.ts';
import { feed } from '../words/feed.ts';
import { NearFilter } from './near-filter.tsx';
import styles from './post-list.module.css';

const kindFilters = () => ({ all: feed.allKinds, ...kindNames() }) as const;
const categoryFilters = () => ({ all: feed.allCategories, ...categoryNames() }) as const;

interface PostFiltersProps {
  readonly filter: PostFilter;
  readonly onChange: (change: Partial<PostFilter>) => void;
}

export function PostFilters({ filter, onChange }: PostFiltersProps) {
  const [typed, type] = useTyped((words) => onChange({ words }));
  return (
    <>
      <SearchField
        label={feed.searchLabel}
        placeholder={feed.searchPlaceholder}
        value={typed ?? filter.words}
        onValue={type}
        onDown={() => document.querySelector<HTMLElement>('[role="feed"] > article')?.focus()}
      />
      <div className={styles.filters}>
        <SegmentedControl
          label={feed.kind}
          options={kindFilters()}
          value={filter.kind}
          onChange={(kind) => onChange({ kind })}
        />
        <Select
          label={feed.category}
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
