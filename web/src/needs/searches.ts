/** Words for saved searches, and how they stand to the filter of the list. */
import type { SavedSearch } from '#contract/routes/for-you.ts';
import { NO_FILTER, type PostFilter, RADII, queryOf } from '../state/post-filter.ts';
import { categoryNames, kindNames } from '../text/posts.ts';
import { feed } from '../words/feed.ts';

type Terms = Omit<SavedSearch, 'id' | 'name'>;

/** What a filter looks for, as it is saved. Undefined: nothing in particular. */
export function termsOf(filter: PostFilter): Terms | undefined {
  const { category, ...query } = queryOf(filter);
  const terms = { ...query, ...(category !== undefined && { categories: [category] }) };
  return Object.keys(terms).length > 0 ? pick(terms) : undefined;
}

const pick = ({ near, radius, kind, categories, words }: Terms): Terms => ({
  ...(near !== undefined && { near }),
  ...(radius !== undefined && { radius }),
  ...(kind !== undefined && { kind }),
  ...(categories && { categories }),
  ...(words !== undefined && { words }),
});

/** True if both look for the same. */
export const isSameSearch = (one: Terms, other: Terms): boolean =>
  JSON.stringify(pick(one)) === JSON.stringify(pick(other));

/** The filter that looks for the same; undefined where the list has none: another client may save more. */
export function filterOf({ near = '', radius, kind, categories = [], words = '' }: Terms): PostFilter | undefined {
  const [category = NO_FILTER.category] = categories;
  const reach = radius === undefined ? NO_FILTER.radius : RADII.find((known) => Number(known) === radius);
  if (reach === undefined || categories.length > 1) return undefined;
  return { near, radius: reach, kind: kind ?? NO_FILTER.kind, category, words };
}

/** Says what a search looks for: Needs · Repairs, Garden · “ladder” · within 10 km */
export function searchText({ near, radius, kind, categories = [], words }: Terms): string {
  const parts = [
    kind && kindNames()[kind],
    categories.map((category) => categoryNames()[category]).join(', '),
    words && `“${words}”`,
    near && radius && feed.withinInSearch(radius),
  ];
  return parts.filter(Boolean).join(' · ');
}
