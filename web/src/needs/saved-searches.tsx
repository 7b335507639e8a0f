/** My saved searches: what each looks for, and how to change its name or delete it. */
import { useState } from 'react';
import { Link } from 'wouter';
import type { SavedSearch } from '#contract/routes/for-you.ts';
import { Alert } from '../parts/alert.tsx';
import { MoreIcon } from '../parts/icons.tsx';
import { Menu, MenuItem } from '../parts/menu.tsx';
import { EditIcon, TrashIcon } from '../parts/more-icons.tsx';
import { useForYou } from '../state/for-you.ts';
import { offerUndo } from '../state/toast.ts';
import { explain } from '../text/explain.ts';
import { feed } from '../words/feed.ts';
import { undo } from '../words/undo.ts';
import { NameSearchDialog, nameOf } from './save-search.tsx';
import { filterOf, searchText } from './searches.ts';
import { addressOf } from './use-post-filter.ts';
import styles from './saved-searches.module.css';

export function SavedSearches({ searches }: { searches: readonly SavedSearch[] }) {
  return (
    <details className={styles.searches}>
      <summary>{feed.savedSearches(searches.length)}</summary>
      <ul>
        {searches.map((search) => (
          <SearchRow key={search.id} search={search} />
        ))}
      </ul>
    </details>
  );
}

function SearchRow({ search }: { search: SavedSearch }) {
  const forYou = useForYou();
  const [renaming, setRenaming] = useState(false);
  const [problem, setProblem] = useState<string>();
  const name = nameOf(search);
  const filter = filterOf(search);
  const text = searchText(search);
  const remove = async (): Promise<void> => {
    setProblem(undefined);
    try {
      await forYou.remove(search.id);
      offerUndo(undo.searchDeleted(name), () => forYou.save(search));
    } catch (reason) {
      setProblem(explain(reason).detail);
    }
  };
  return (
    <li>
      <p>
        <b dir="auto">{filter ? <Link href={addressOf(filter)}>{name}</Link> : name}</b>
        {text !== name && <small>{text}</small>}
      </p>
      <Menu label={feed.searchActions(name)} icon={<MoreIcon />}>
        <MenuItem icon={<EditIcon />} onSelect={() => setRenaming(true)}>
          {feed.rename}
        </MenuItem>
        <MenuItem icon={<TrashIcon />} onSelect={() => void remove()}>
          {feed.delete}
        </MenuItem>
      </Menu>
      {problem && <Alert tone="error">{problem}</Alert>}
      {renaming && <NameSearchDialog title={feed.renameSearch} search={search} onClose={() => setRenaming(false)} />}
    </li>
  );
}
