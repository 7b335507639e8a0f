/** Opens the overlay that finds conversations and people, for fingers: a keyboard has a shortcut for it. */
import { usePanes } from '../hooks/use-panes.ts';
import { IconButton } from '../parts/button.tsx';
import { SearchIcon } from '../parts/more-icons.tsx';
import { search as words } from '../words/search.ts';

export function InboxSearch() {
  const { search } = usePanes();
  return (
    <IconButton label={words.findPerson} onClick={search}>
      <SearchIcon />
    </IconButton>
  );
}
