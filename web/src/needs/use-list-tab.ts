/** Which list of posts is shown: all, or those for me. Each has an address, so Back returns to the other. */
import { useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import { useListAddress, usePanes } from '../hooks/use-panes.ts';
import { paths } from '../paths.ts';

export type ListTab = 'all' | 'for-you';

const FOR_YOU = `${paths.needs}?for-you=`;

/**
 * Returns the list, and a function that goes to the other one. All posts are as they were left, filters included.
 * @param isBeside true while a post is open beside the list, which stays open then
 */
export function useListTab(isBeside: boolean): readonly [ListTab, (tab: ListTab) => void] {
  const search = useSearch();
  const [, navigate] = useLocation();
  const { setList } = usePanes();
  const list = useListAddress('needs');
  const here = isBeside ? list : search === '' ? paths.needs : `${paths.needs}?${search}`;
  const tab = new URLSearchParams(here.split('?')[1] ?? '').has('for-you') ? 'for-you' : 'all';
  const [all, setAll] = useState<string>(paths.needs);
  if (tab === 'all' && all !== here) setAll(here);

  const select = (next: ListTab): void => {
    const address = next === 'all' ? all : FOR_YOU;
    if (isBeside) setList('needs', address);
    else navigate(address);
  };
  return [tab, select];
}
