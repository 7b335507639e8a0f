/** Which topics cover an area, and which hear of a post. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distanceBetween } from '#contract/grid.ts';
import { topicsOfArea, topicsOfPost } from '#functions/core/feed/topics.ts';

const point = fc.record({
  latitude: fc.double({ min: -90, max: 90, noNaN: true }),
  longitude: fc.double({ min: -180, max: 180, noNaN: true }),
});
const shift = fc.double({ min: -1, max: 1, noNaN: true });

describe('the topics of an area', () => {
  it('are the whole feed where there is no place', () => {
    expect(topicsOfArea(undefined)).toEqual(['all']);
    expect(topicsOfPost({})).toEqual(['all']);
  });

  it('are few, and hear of every post in the area', () => {
    fc.assert(
      fc.property(point, fc.integer({ min: 1, max: 50 }), shift, shift, (middle, kilometers, north, east) => {
        const radiusMeters = kilometers * 1000;
        const reach = kilometers / 111;
        const place = {
          latitude: Math.max(-90, Math.min(90, middle.latitude + north * reach)),
          longitude: middle.longitude + (east * reach) / Math.max(0.01, Math.cos((middle.latitude * Math.PI) / 180)),
        };
        fc.pre(Math.abs(place.longitude) <= 180 && distanceBetween(middle, place) <= radiusMeters);

        const topics = topicsOfArea({ middle, radiusMeters });

        expect(topics.length).toBeLessThanOrEqual(4);
        expect(topicsOfPost({ place: { ...place, blur: '600m' } }).some((topic) => topics.includes(topic))).toBe(true);
      }),
    );
  });

  it('are small cells for a small area, and larger ones for a wide area', () => {
    const middle = { latitude: 38.713281, longitude: -9.131578 };

    expect(topicsOfArea({ middle, radiusMeters: 5_000 }).every((topic) => topic.startsWith('region/'))).toBe(true);
    expect(topicsOfArea({ middle, radiusMeters: 50_000 }).every((topic) => topic.startsWith('province/'))).toBe(true);
  });
});
