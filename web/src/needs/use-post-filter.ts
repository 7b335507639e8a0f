/**
 * The filter of the list of posts, in the address of the list: so that a list can be shared and reloaded, and Back
 * undoes a choice. The address of a single post has none of it: a post that is passed on must not say from where its
 * reader has looked.
 */
import { useCallback } from 'react';
import { useLocation, useSearch } from 'wouter';
import { Near } from '#contract/near.ts';
import { Category, PostKind } from '#contract/posts.ts';
import { useListAddress, usePanes } from '../hooks/use-panes.ts';
import { paths } from '../paths.ts';
import { NO_FILTER, type PostFilter, RADII, WORDS_MAX_UNITS } from '../state/post-filter.ts';

/** Returns the address of the list under a filter. What is as usual is left out. */
export function addressOf(filter: PostFilter): string {
  const { kind, category, words, near, radius } = filter;
  const query = new URLSearchParams({
    ...(kind !== NO_FILTER.kind && { kind }),
    ...(category !== NO_FILTER.category && { category }),
    ...(words !== '' && { words }),
    ...(near !== '' && { near, ...(radius !== NO_FILTER.radius && { radius }) }),
  });
  return query.size > 0 ? `${paths.needs}?${query.toString().replaceAll('%2C', ',')}` : paths.needs;
}

/** Reads the query of an address. What makes no sense is as if it were not there; a point becomes its square. */
export function filterIn(search: string): PostFilter {
  const query = new URLSearchParams(search);
  const radius = RADII.find((known) => known === query.get('radius'));
  return {
    kind: PostKind.safeParse(query.get('kind')).data ?? NO_FILTER.kind,
    category: Category.safeParse(query.get('category')).data ?? NO_FILTER.category,
    words: (query.get('words') ?? '').slice(0, WORDS_MAX_UNITS),
    near: Near.safeParse(query.get('near')).data ?? NO_FILTER.near,
    radius: radius ?? NO_FILTER.radius,
  };
}

/**
 * Returns the filter of the list, and a function that changes it. Each choice is a step that Back undoes; words that
 * are typed on are one step.
 * @param isBeside true while a post is open beside the list, which stays open then
 */
export function usePostFilter(isBeside: boolean): readonly [PostFilter, (change: Partial<PostFilter>) => void] {
  const search = useSearch();
  const [, navigate] = useLocation();
  const { setList } = usePanes();
  const list = useListAddress('needs');
  const filter = filterIn(isBeside ? (list.split('?')[1] ?? '') : search);
  const address = addressOf(filter);

  const change = useCallback(
    (given: Partial<PostFilter>) => {
      const before = filterIn(address.split('?')[1] ?? '');
      const next = addressOf({ ...before, ...given });
      const isTypedOn = before.words !== '' && given.words !== undefined && given.words !== '';
      if (isBeside) setList('needs', next);
      else if (next !== address) navigate(next, { replace: isTypedOn });
    },
    [address, isBeside, navigate, setList],
  );
  return [filter, change];
}
