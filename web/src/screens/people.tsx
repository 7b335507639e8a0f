/**
 * All people in the order of their names: searched by the words of their names, and loaded page by page while
 * scrolling.
 */
import { type ReactElement, useState } from 'react';
import { NAME_PREFIX_MAX_UNITS } from '#contract/text.ts';
import type { User } from '#contract/users.ts';
import { SEARCH_DEBOUNCE_MS, useDebounced } from '../hooks/use-debounced.ts';
import { useRovingFocus } from '../hooks/use-roving-focus.ts';
import { EmptyState } from '../parts/empty-state.tsx';
import { ListHeader } from '../parts/list-header.tsx';
import { ListSkeleton } from '../parts/list-skeleton.tsx';
import { LoadError } from '../parts/load-error.tsx';
import { LoadMore } from '../parts/load-more.tsx';
import { LongList, type RowElement } from '../parts/long-list.tsx';
import { PersonRow } from '../parts/person-row.tsx';
import { SearchField } from '../parts/search-field.tsx';
import { selectionPath } from '../paths.ts';
import { type SearchResult, usePeople } from '../state/directory.ts';
import { explain } from '../text/explain.ts';
import { parts } from '../words/parts.ts';

/** Names consist of letters and digits to the search: nothing else has to be looked for. */
const HAS_WORDS = /[\p{L}\p{N}]/u;

export function People({ selected }: { selected: string | undefined }) {
  const [typed, setTyped] = useState('');
  const prefix = useDebounced(typed.trim().toLowerCase().slice(0, NAME_PREFIX_MAX_UNITS), SEARCH_DEBOUNCE_MS);

  // An open profile keeps the focus. On a phone, the keyboard would cover the list.
  const [autoFocus] = useState(() => selected === undefined && matchMedia('(hover: hover)').matches);

  return (
    <>
      <ListHeader title={parts.people}>
        <SearchField
          label={parts.searchPeople}
          value={typed}
          onValue={setTyped}
          autoFocus={autoFocus}
          onDown={() => document.querySelector<HTMLElement>('[data-roving]')?.focus()}
        />
      </ListHeader>
      {prefix === '' || HAS_WORDS.test(prefix) ? (
        <SearchResults prefix={prefix} selected={selected} />
      ) : (
        <NoResults prefix={prefix} />
      )}
    </>
  );
}

function NoResults({ prefix }: { prefix: string }) {
  return <EmptyState title={parts.nobodyFound} text={parts.noNamesStartWith(prefix)} />;
}

function SearchResults({ prefix, selected }: { prefix: string; selected: string | undefined }) {
  const result = usePeople(prefix);
  const people = useLatestItems(result);
  const usernames = people.map(({ username }) => username);
  const roving = useRovingFocus(usernames, selected, (index) => people[index]?.displayName ?? '');

  if (result.problem && result.items.length === 0)
    return <LoadError title={parts.listNotLoaded} text={explain(result.problem).detail} onRetry={result.retry} />;
  if (people.length === 0 && !result.next) {
    if (result.loading) return <ListSkeleton />;
    return prefix === '' ? (
      <EmptyState title={parts.nobodyHere} text={parts.nobodyHereText} />
    ) : (
      <NoResults prefix={prefix} />
    );
  }
  const draw = ({ username, displayName }: User, as: RowElement): ReactElement => (
    <PersonRow
      key={username}
      username={username}
      displayName={displayName}
      href={selectionPath('people', username)}
      current={username === selected}
      roving={roving.item(username)}
      as={as}
    />
  );
  return (
    <LongList
      items={people}
      keys={usernames}
      roving={roving}
      loading={result.loading}
      hasMore={result.next !== undefined}
      draw={draw}
    >
      {result.next && <LoadMore {...result} />}
    </LongList>
  );
}

/** While a new search is loading, the results of the last one stay, rather than a flash of grey. */
function useLatestItems({ items, loading }: SearchResult): SearchResult['items'] {
  const [latest, setLatest] = useState(items);
  const shown = loading && items.length === 0 ? latest : items;
  if (shown !== latest) setLatest(shown);
  return shown;
}
