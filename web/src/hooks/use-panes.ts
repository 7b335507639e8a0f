/** What the parts of the messenger's screen say to each other: where its lists are, and what is open beside them. */
import { createContext, use, useEffect } from 'react';
import { type Area, paths } from '../paths.ts';

interface Panes {
  /** The addresses of the lists as they were shown last, filters included. */
  readonly lists: Readonly<Partial<Record<Area, string>>>;
  /** Changes the address of a list that stands beside something that is open. */
  setList(area: Area, address: string): void;
  /** True if something is open beside the list, so that its title is the page’s first heading. */
  readonly isOpen: boolean;
  /** Opens the overlay that finds conversations and people. */
  search(): void;
  /** Names what is open, for the title of the window. */
  setTitle(title: string | undefined): void;
}

export const PanesContext = createContext<Panes>({
  lists: {},
  isOpen: true,
  setList: () => {},
  search: () => {},
  setTitle: () => {},
});

export const usePanes = (): Panes => use(PanesContext);

/** Returns where the list of an area is, as it was left. */
export const useListAddress = (area: Area): string => usePanes().lists[area] ?? paths[area];

/** Makes this the title of the window while it is open. */
export function usePaneTitle(title: string): void {
  const { setTitle } = usePanes();
  useEffect(() => {
    setTitle(title);
    return () => setTitle(undefined);
  }, [title, setTitle]);
}
