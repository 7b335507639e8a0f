/**
 * The grid on which places are blurred. It is the same for everybody: whatever anyone asks and from wherever, two
 * places in one cell answer alike, so no number of questions tells them apart. A blur drawn at random for each person
 * would not do: the mean of several draws for one house finds the house.
 *
 * Latitudes are cut into rows of equal height, and each row into columns about as wide as it is high. So a cell is
 * nearly square everywhere, and a circle meets about as many cells at a pole as at the equator. Geohash cells narrow
 * towards the poles, and the number of them that a circle meets has no bound.
 */

/** A point on the globe, in degrees. */
export interface Coordinates {
  readonly latitude: number;
  readonly longitude: number;
}

/** The height of a grid's cells, by the name of the grid: each height is a whole part of the next. */
export const CELL_DEGREES = {
  /** About 600 m: as exact as a place is ever stored. */
  square: 0.005_625,
  /** About 5 km: for a place that stands alone in its square. */
  town: 0.045,
  /** About 40 km: for wide searches, and for notices about small areas. */
  region: 0.36,
  /** About 160 km: for notices about wide areas alone. */
  province: 1.44,
} as const;

export type Grid = keyof typeof CELL_DEGREES;

/** How far a place is blurred: the names are the API's. */
const GRIDS = { '600m': 'square', '5km': 'town' } as const satisfies Record<string, Grid>;
export type Blur = keyof typeof GRIDS;
export const gridOf = (blur: Blur): Grid => GRIDS[blur];

export interface Cell {
  readonly grid: Grid;
  /** From the south pole. */
  readonly row: number;
  /** From the date line, eastwards. */
  readonly column: number;
}

const EARTH_RADIUS_METERS = 6_371_008.8;
const METERS_PER_DEGREE = (EARTH_RADIUS_METERS * Math.PI) / 180;
/** Two cells touch where the gap between them is at most this: a rounding error, and far less than a cell. */
const TOUCHING_DEGREES = 1e-9;

const radians = (degrees: number): number => (degrees * Math.PI) / 180;
const rowsOf = (grid: Grid): number => Math.round(180 / CELL_DEGREES[grid]);
const southOf = ({ grid, row }: Pick<Cell, 'grid' | 'row'>): number => (row * 180) / rowsOf(grid) - 90;

/** Returns into how many columns a row is cut. */
function columnsOf(grid: Grid, row: number): number {
  const middle = southOf({ grid, row: row + 0.5 });
  return Math.max(1, Math.round((360 * Math.cos(radians(middle))) / CELL_DEGREES[grid]));
}

/** Returns the cell in which a point lies. Both ends of the date line are one meridian. */
export function cellAt(grid: Grid, { latitude, longitude }: Coordinates): Cell {
  const rows = rowsOf(grid);
  const row = Math.min(rows - 1, Math.floor(((latitude + 90) / 180) * rows));
  const columns = columnsOf(grid, row);
  return { grid, row, column: Math.floor(((longitude + 180) / 360) * columns) % columns };
}

export function centerOf(cell: Cell): Coordinates {
  const latitude = southOf({ grid: cell.grid, row: cell.row + 0.5 });
  const longitude = ((cell.column + 0.5) / columnsOf(cell.grid, cell.row)) * 360 - 180;
  return { latitude: rounded(latitude), longitude: rounded(longitude) };
}

/** Six decimals are 11 cm: enough to find the cell again, and the same digits on every machine. */
const rounded = (degrees: number): number => Math.round(degrees * 1e6) / 1e6;

/** Returns the centre of the cell in which a point lies. A centre stays where it is. */
export const snap = (grid: Grid, point: Coordinates): Coordinates => centerOf(cellAt(grid, point));

export interface Bounds {
  readonly south: number;
  readonly west: number;
  readonly north: number;
  readonly east: number;
}

/** Returns the edges of a cell, in degrees. */
export function boundsOf(cell: Cell): Bounds {
  const [west, width] = spanOf(cell);
  const [south, north] = [southOf(cell), southOf({ ...cell, row: cell.row + 1 })];
  return { south: rounded(south), west: rounded(west), north: rounded(north), east: rounded(west + width) };
}

/** Returns the name of a cell as it stands in keys. */
export const cellName = ({ row, column }: Cell): string => `${row}.${column}`;

/** Returns the distance over the globe, in metres (the haversine formula). */
export function distanceBetween(one: Coordinates, other: Coordinates): number {
  const height = Math.sin(radians(other.latitude - one.latitude) / 2) ** 2;
  const width = Math.sin(radians(other.longitude - one.longitude) / 2) ** 2;
  const chord = height + Math.cos(radians(one.latitude)) * Math.cos(radians(other.latitude)) * width;
  return 2 * EARTH_RADIUS_METERS * Math.asin(Math.min(1, Math.sqrt(chord)));
}

/** True if two cells of one grid are the same or share an edge or a corner. */
export function touches(one: Cell, other: Cell): boolean {
  if (one.grid !== other.grid || Math.abs(one.row - other.row) > 1) return false;
  // All cells of the row at a pole meet there.
  if (one.row === other.row && (one.row === 0 || one.row === rowsOf(one.grid) - 1)) return true;
  const [west, width] = spanOf(one);
  const [otherWest, otherWidth] = spanOf(other);
  const eastwards = (otherWest - west + 360) % 360;
  return eastwards <= width + TOUCHING_DEGREES || 360 - eastwards <= otherWidth + TOUCHING_DEGREES;
}

/** Returns a cell's western edge and its width, in degrees of longitude. */
function spanOf({ grid, row, column }: Cell): readonly [west: number, width: number] {
  const width = 360 / columnsOf(grid, row);
  return [column * width - 180, width];
}

/** A cell that a circle meets. */
export interface Met {
  readonly cell: Cell;
  /** Nothing in the cell is nearer to the circle's middle, or further from it, in metres. */
  readonly nearest: number;
  readonly furthest: number;
}

/**
 * Returns the cells that a ring meets, the nearest first.
 * @param from inner radius in metres; 0 for a circle
 * @param to outer radius in metres; far less than the globe's
 */
export function cellsAround(grid: Grid, middle: Coordinates, from: number, to: number): readonly Met[] {
  const rows = rowsOf(grid);
  const reach = to / METERS_PER_DEGREE;
  const first = Math.max(0, Math.floor(((middle.latitude - reach + 90) / 180) * rows));
  const last = Math.min(rows - 1, Math.floor(((middle.latitude + reach + 90) / 180) * rows));
  const met: Met[] = [];
  for (let row = first; row <= last; row++)
    for (const column of columnsAround(grid, row, middle, to)) {
      const cell = { grid, row, column };
      const [nearest, furthest] = distancesTo(cell, middle);
      if (nearest <= to && furthest >= from) met.push({ cell, nearest, furthest });
    }
  return met.sort((one, other) => one.nearest - other.nearest || one.furthest - other.furthest);
}

/** Returns the columns of a row that a circle may meet: a few that it does not are among them. */
function columnsAround(grid: Grid, row: number, middle: Coordinates, radius: number): readonly number[] {
  const columns = columnsOf(grid, row);
  const all = () => Array.from({ length: columns }, (_, column) => column);
  // The widest difference of longitude on a circle around a point: sin(Δλ) = sin(radius) / cos(latitude).
  const sine = Math.sin(radius / EARTH_RADIUS_METERS) / Math.cos(radians(middle.latitude));
  if (!(sine < 1)) return all();
  const reach = (Math.asin(sine) * 180) / Math.PI;
  const west = Math.floor(((middle.longitude - reach + 180) / 360) * columns);
  const east = Math.floor(((middle.longitude + reach + 180) / 360) * columns);
  if (east - west + 1 >= columns) return all();
  return Array.from({ length: east - west + 1 }, (_, i) => (((west + i) % columns) + columns) % columns);
}

/**
 * Returns bounds of the distances from a point to the points of a cell, in metres. The bounds are measured from the
 * cell's centre, which is where its posts are said to be, by half its diagonal to either side.
 */
function distancesTo(cell: Cell, point: Coordinates): readonly [nearest: number, furthest: number] {
  const center = centerOf(cell);
  const [west] = spanOf(cell);
  const southern = { latitude: southOf(cell), longitude: west };
  const northern = { latitude: southOf({ ...cell, row: cell.row + 1 }), longitude: west };
  const diagonal = Math.max(distanceBetween(center, southern), distanceBetween(center, northern));
  const distance = distanceBetween(center, point);
  return [Math.max(0, distance - diagonal), distance + diagonal];
}
