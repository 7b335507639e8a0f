/** The grid that blurs places. */

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CELL_DEGREES,
  boundsOf,
  cellAt,
  cellName,
  cellsAround,
  centerOf,
  distanceBetween,
  snap,
  touches,
  type Cell,
  type Coordinates,
  type Grid,
} from '#contract/grid.ts';

const GRIDS = Object.keys(CELL_DEGREES) as Grid[];
const METERS_PER_DEGREE = 111_195;

const latitude = fc.oneof(
  fc.double({ min: -90, max: 90, noNaN: true }),
  fc.constantFrom(-90, 90, 0, 89.999, -89.999, 0.005_625),
);
const longitude = fc.oneof(
  fc.double({ min: -180, max: 180, noNaN: true }),
  fc.constantFrom(-180, 180, 0, 179.9999, -179.9999),
);
const point = fc.record({ latitude, longitude });
const grid = fc.constantFrom(...GRIDS);

describe('a cell', () => {
  it('has its centre in itself, and the centre stays where it is', () => {
    fc.assert(
      fc.property(grid, point, (name, place) => {
        const cell = cellAt(name, place);

        expect(cellAt(name, centerOf(cell))).toEqual(cell);
        expect(snap(name, snap(name, place))).toEqual(snap(name, place));
      }),
    );
  });

  it('is never further away than half its diagonal', () => {
    fc.assert(
      fc.property(grid, point, (name, place) => {
        const side = CELL_DEGREES[name] * METERS_PER_DEGREE;
        // Near a pole a cell is up to one and a half times as wide as it is high: rows have whole numbers of columns.
        expect(distanceBetween(place, snap(name, place))).toBeLessThanOrEqual(side);
      }),
    );
  });

  it('lies between its edges, and its neighbor to the north begins where it ends', () => {
    fc.assert(
      fc.property(grid, point, (name, place) => {
        const cell = cellAt(name, place);
        const { south, west, north, east } = boundsOf(cell);
        const center = centerOf(cell);

        expect(south < center.latitude && center.latitude < north).toBe(true);
        expect(west < center.longitude && center.longitude < east).toBe(true);
        expect(boundsOf({ ...cell, row: cell.row + 1 }).south).toBe(north);
      }),
    );
  });

  it('is one across the date line and at a pole', () => {
    for (const name of GRIDS) {
      expect(cellAt(name, { latitude: 10, longitude: 180 })).toEqual(cellAt(name, { latitude: 10, longitude: -180 }));
      expect(cellAt(name, { latitude: 90, longitude: 0 }).row).toBe(
        cellAt(name, { latitude: 89.9999, longitude: 0 }).row,
      );
    }
  });

  it('has a name of its own', () => {
    fc.assert(
      fc.property(grid, point, point, (name, one, other) => {
        const [first, second] = [cellAt(name, one), cellAt(name, other)];
        expect(cellName(first) === cellName(second)).toBe(first.row === second.row && first.column === second.column);
      }),
    );
  });
});

describe('the cells around a point', () => {
  const radius = fc.integer({ min: 1_000, max: 50_000 });

  it('hold every point that is near enough, and are told how near and how far they are', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<Grid>('town', 'region', 'province'),
        point,
        radius,
        fc.double({ min: 0, max: 2 * Math.PI, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (name, middle, reach, bearing, share) => {
          // A post is at the centre of its square, so that is what a search must find.
          const post = snap('square', destination(middle, bearing, reach * share));
          const distance = distanceBetween(middle, post);
          fc.pre(distance <= reach);
          const cell = cellAt(name, post);

          const met = cellsAround(name, middle, 0, reach).find((other) => isSame(other.cell, cell));

          expect(met).toBeDefined();
          expect(met?.nearest).toBeLessThanOrEqual(distance + 0.01);
          expect(met?.furthest).toBeGreaterThanOrEqual(distance - 0.01);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('are at most sixteen of 40 km within 50 km, anywhere', () => {
    fc.assert(
      fc.property(point, (middle) => {
        expect(cellsAround('region', middle, 0, 50_000).length).toBeLessThanOrEqual(16);
      }),
      { numRuns: 3000 },
    );
  });

  it('are there once each, the nearest first', () => {
    fc.assert(
      fc.property(point, radius, (middle, reach) => {
        const met = cellsAround('town', middle, 0, reach);

        expect(new Set(met.map(({ cell }) => cellName(cell))).size).toBe(met.length);
        expect(met.map(({ nearest }) => nearest)).toEqual(met.map(({ nearest }) => nearest).toSorted((a, b) => a - b));
      }),
      { numRuns: 200 },
    );
  });
});

describe('two cells touch', () => {
  it('where one is reached from the other by a small step', () => {
    fc.assert(
      fc.property(point, fc.double({ min: 0, max: 2 * Math.PI, noNaN: true }), (place, bearing) => {
        const beside = destination(place, bearing, 1);

        expect(touches(cellAt('square', place), cellAt('square', beside))).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('and not where they are two cells apart', () => {
    fc.assert(
      fc.property(fc.double({ min: -80, max: 80, noNaN: true }), longitude, (lat, long) => {
        const cell = cellAt('square', { latitude: lat, longitude: long });
        const center = centerOf(cell);
        const width = distanceBetween(center, centerOf({ ...cell, column: cell.column + 1 }));
        const away = destination(center, Math.PI / 2, width * 2);

        expect(touches(cell, cellAt('square', away))).toBe(false);
        expect(touches(cell, { ...cell, row: cell.row + 2 })).toBe(false);
        expect(touches(cell, { ...cell, grid: 'town' })).toBe(false);
      }),
    );
  });
});

const isSame = (one: Cell, other: Cell): boolean => cellName(one) === cellName(other);

/** Returns the point that lies so many metres away from a point in a direction. */
function destination({ latitude: lat, longitude: long }: Coordinates, bearing: number, meters: number): Coordinates {
  const angle = meters / 6_371_008.8;
  const [phi, lambda] = [(lat * Math.PI) / 180, (long * Math.PI) / 180];
  const sine = Math.sin(phi) * Math.cos(angle) + Math.cos(phi) * Math.sin(angle) * Math.cos(bearing);
  const reached = Math.asin(Math.max(-1, Math.min(1, sine)));
  const east = Math.atan2(
    Math.sin(bearing) * Math.sin(angle) * Math.cos(phi),
    Math.cos(angle) - Math.sin(phi) * Math.sin(reached),
  );
  const turned = ((((lambda + east) * 180) / Math.PI + 540) % 360) - 180;
  return { latitude: (reached * 180) / Math.PI, longitude: turned };
}
