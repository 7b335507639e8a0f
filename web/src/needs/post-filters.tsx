/**
 * Narrows the list of posts down: by words, by kind, by category, by distance. Where the list is narrow, all but the
 * words wait in a sheet, so that the first posts are in sight.
 */
import { useEffect, useEffectEvent, useId, useState } from 'react';
import { SEARCH_DEBOUNCE_MS } from '../hooks/use-debounced.ts';
import { Button } from '../parts/button.tsx';
import { SettingsIcon } from '../parts/more-icons.tsx';
import { SearchField } from '../parts/search-field.tsx';
import { SegmentedControl } from '../parts/segmented-control.tsx';
import { Select } from '../parts/select.tsx';
import { NO_FILTER, type PostFilter } from '../state/post-filter.ts';
import { categoryNames, kindNames } from '../text/posts.ts';
import { feed } from '../words/feed.ts';
import { NearFilter } from './near-filter.tsx';
import styles from './post-filters.module.css';

const kindFilters = () => ({ all: feed.allKinds, ...kindNames() }) as const;
const categoryFilters = () => ({ all: feed.allCategories, ...categoryNames() }) as const;

interface PostFiltersProps {
  readonly filter: PostFilter;
  readonly onChange: (change: Partial<PostFilter>) => void;
}

export function PostFilters({ filter, onChange }: PostFiltersProps) {
  const [typed, type] = useTyped((words) => onChange({ words }));
  const sheet = useId();
  const count = [filter.kind !== 'all', filter.category !== 'all', filter.near !== ''].filter(Boolean).length;
  const { kind, category, near, radius } = NO_FILTER;
  return (
    <>
      <div className={styles.top}>
        <SearchField
          label={feed.searchLabel}
          placeholder={feed.searchPlaceholder}
          value={typed ?? filter.words}
          onValue={type}
          onDown={() => document.querySelector<HTMLElement>('[role="feed"] > article')?.focus()}
        />
        <button type="button" className={styles.opener} popoverTarget={sheet}>
          <SettingsIcon /> {feed.filters}
          {count > 0 && (
            <>
              <b aria-hidden="true">{count}</b>
              <span className="visually-hidden">{feed.activeFilters(count)}</span>
            </>
          )}
        </button>
      </div>
      <div id={sheet} popover="auto" className={styles.sheet} role="group" aria-label={feed.filters}>
        <p className={styles.title} aria-hidden="true">
          {feed.filters}
        </p>
        <div className={styles.choices}>
          <SegmentedControl
            label={feed.kind}
            options={kindFilters()}
            value={filter.kind}
            onChange={(chosen) => onChange({ kind: chosen })}
          />
          <Select
            label={feed.category}
            hidesLabel
            options={categoryFilters()}
            value={filter.category}
            onChange={(chosen) => onChange({ category: chosen })}
          />
        </div>
        <NearFilter filter={filter} onChange={onChange} />
        <div className={styles.end}>
          <Button variant="quiet" disabled={count === 0} onClick={() => onChange({ kind, category, near, radius })}>
            {feed.clearFilters}
          </Button>
          <Button variant="primary" popoverTarget={sheet} popoverTargetAction="hide">
            {feed.showPosts}
          </Button>
        </div>
      </div>
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
