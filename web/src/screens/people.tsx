import { useEffect, useRef, useState } from 'react';
import { USER_NAME_PREFIX } from '#contract/user-name.ts';
import { useDebounced } from '../hooks/use-debounced.ts';
import { useRovingFocus } from '../hooks/use-roving-focus.ts';
import { Button } from '../parts/button.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { ListHeader } from '../parts/list-header.tsx';
import { ListSkeleton } from '../parts/list-skeleton.tsx';
import { LoadError } from '../parts/load-error.tsx';
import { PersonRow } from '../parts/person-row.tsx';
import { SearchField } from '../parts/search-field.tsx';
/** Everyone, in the order of their names; searched by how a name begins, and loaded page by page while scrolling. */
import { selectionPath } from '../paths.ts';
import { usePeople } from '../state/directory.ts';
import { explain } from '../text/explain.ts';
import list from '../parts/list.module.css';
import styles from './people.module.css';

/** Milliseconds without a keystroke after which a search is sent. */
const TYPING_PAUSE = 120;

export function People({ peer }: { peer: string | undefined }) {
  const [typed, setTyped] = useState('');
  const prefix = useDebounced(typed.trim().toLowerCase(), TYPING_PAUSE);

  // Not where a conversation has the focus, and not on a phone, where the keyboard would cover the list.
  const [focused] = useState(() => peer === undefined && matchMedia('(hover: hover)').matches);

  return (
    <>
      <ListHeader title="People">
        <SearchField
          label="Search people by name"
          value={typed}
          onValue={setTyped}
          autoFocus={focused}
          onDown={() => document.querySelector<HTMLElement>('[data-roving]')?.focus()}
        />
      </ListHeader>
      {prefix === '' || USER_NAME_PREFIX.test(prefix) ? (
        <Found prefix={prefix} peer={peer} />
      ) : (
        <NobodyFound prefix={prefix} />
      )}
    </>
  );
}

function NobodyFound({ prefix }: { prefix: string }) {
  return <EmptyState title="Nobody found" text={`No name begins with “${prefix}”.`} />;
}

function Found({ prefix, peer }: { prefix: string; peer: string | undefined }) {
  const people = usePeople(prefix);
  const shown = useLatestItems(people);
  const roving = useRovingFocus(
    shown.map((person) => person.username),
    peer,
  );

  if (people.problem && people.items.length === 0)
    return <LoadError title="We couldn’t load the list" text={explain(people.problem).detail} onRetry={people.retry} />;
  if (shown.length === 0) {
    if (people.loading) return <ListSkeleton />;
    return prefix === '' ? (
      <EmptyState title="Nobody else is here yet" text="People appear here when they have signed up." />
    ) : (
      <NobodyFound prefix={prefix} />
    );
  }
  return (
    <ul className={list.scroller} aria-busy={people.loading} {...roving.list}>
      {shown.map(({ username, displayName }) => (
        <PersonRow
          key={username}
          name={username}
          href={selectionPath('people', username)}
          current={username === peer}
          roving={roving.item(username)}
          line={displayName === username ? undefined : <bdi>{displayName}</bdi>}
        />
      ))}
      {people.next && <More {...people} />}
    </ul>
  );
}

/** While a new search is on its way, what was found before stays, rather than a flash of grey. */
function useLatestItems({ items, loading }: ReturnType<typeof usePeople>): ReturnType<typeof usePeople>['items'] {
  const [latest, setLatest] = useState(items);
  const shown = loading && items.length === 0 ? latest : items;
  if (shown !== latest) setLatest(shown);
  return shown;
}

/** The end of what is loaded: coming near it loads the next page. The button is for those who do not scroll, and for another try. */
function More({ loading, problem, loadMore }: ReturnType<typeof usePeople>) {
  const end = useRef<HTMLLIElement>(null);

  useEffect(() => {
    if (!end.current || loading || problem) return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && loadMore(), {
      rootMargin: '400px',
    });
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [loading, problem, loadMore]);

  return (
    <li ref={end} className={styles.more}>
      {problem ? <p>{explain(problem).detail}</p> : null}
      <Button variant="quiet" onClick={loadMore} disabled={loading}>
        {loading ? 'Loading more…' : problem ? 'Try again' : 'Load more'}
      </Button>
    </li>
  );
}
