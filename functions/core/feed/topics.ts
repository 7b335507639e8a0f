/** The topics under which sockets watch the feed: all of it, or a cell of the grid. */

import { cellAt, cellName, cellsAround, type Cell, type Coordinates, type Grid } from '#contract/grid.ts';
import type { Post } from './post.ts';
import type { Area } from './posts-nearby.ts';

const ALL_POSTS = 'all';

/** Cells that one socket watches at most: a circle less wide than a cell meets no more, but near the poles. */
const CELLS_MAX = 4;
/** Grids of topics, the finer first. */
const GRIDS: readonly Grid[] = ['region', 'province'];

const topicOf = (cell: Cell): string => `${cell.grid}/${cellName(cell)}`;

/**
 * Returns the topics that cover an area: the cells of the finest grid on which they are few. The cells reach beyond the
 * area, so some notices are about posts outside.
 */
export function topicsOfArea(area: Area | undefined): readonly string[] {
  if (!area) return [ALL_POSTS];
  const met = GRIDS.map((grid) => cellsAround(grid, area.middle, 0, area.radiusMeters));
  const few = met.find(({ length }) => length <= CELLS_MAX);
  return few ? few.map(({ cell }) => topicOf(cell)) : [ALL_POSTS];
}

/** Returns the topics that hear of a post. */
export const topicsOfPost = ({ place }: Pick<Post, 'place'>): readonly string[] =>
  place ? [ALL_POSTS, ...cellsOfTopics(place)] : [ALL_POSTS];

const cellsOfTopics = (place: Coordinates): readonly string[] => GRIDS.map((grid) => topicOf(cellAt(grid, place)));
