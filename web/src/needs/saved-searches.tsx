/** My saved searches: what each looks for, and how to change its name or delete it. */
import { useState } from 'react';
import { Link } from 'wouter';
import type { SavedSearch } from '#contract/routes/for-you.ts';
import { ConfirmDialog } from '../parts/confirm-dialog.tsx';
import { EditIcon, MoreIcon, TrashIcon } from '../parts/icons.tsx';
import { Menu, MenuItem } from '../parts/menu.tsx';
import { useForYou } from '../state/for-you.ts';
import { NameSearchDialog, nameOf } from './save-search.tsx';
import { filterOf, searchText } from './searches.ts';
import { addressOf } from './use-post-filter.ts';
import styles from './saved-searches.module.css';

export function SavedSearches({ searches }: { searches: readonly SavedSearch[] }) {
  return (
    <details className={styles.searches}>
      <summary>{searches.length === 1 ? 'Your saved search' : `Your ${searches.length} saved searches`}</summary>
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
  const [asking, setAsking] = useState<'name' | 'deletion'>();
  const name = nameOf(search);
  const filter = filterOf(search);
  const text = searchText(search);
  const close = (): void => setAsking(undefined);
  return (
    <li>
      <p>
        <b dir="auto">{filter ? <Link href={addressOf(filter)}>{name}</Link> : name}</b>
        {text !== name && <small>{text}</small>}
      </p>
      <Menu label={`Actions on the search “${name}”`} icon={<MoreIcon />}>
        <MenuItem icon={<EditIcon />} onSelect={() => setAsking('name')}>
          Rename…
        </MenuItem>
        <MenuItem icon={<TrashIcon />} onSelect={() => setAsking('deletion')}>
          Delete…
        </MenuItem>
      </Menu>
      {asking === 'name' && <NameSearchDialog title="Rename this search" search={search} onClose={close} />}
      {asking === 'deletion' && (
        <ConfirmDialog
          title="Delete this search?"
          confirmLabel="Delete"
          onConfirm={() => forYou.remove(search.id)}
          onClose={close}
        >
          What only “<bdi>{name}</bdi>” finds is no longer among the posts for you. You can save it again at any time.
        </ConfirmDialog>
      )}
    </li>
  );
}
