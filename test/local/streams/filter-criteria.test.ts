import { describe, expect, it } from 'vitest';
import { compileFilter } from '#local/streams/filter-criteria.ts';

const record = {
  eventName: 'INSERT',
  dynamodb: {
    Keys: { seq: { N: '7' }, thread: { S: 'alice~bob' } },
    SizeBytes: 120,
    NewImage: { tags: { SS: ['red', 'blue'] } },
  },
};
const passes = (...patterns: readonly object[]) =>
  compileFilter(patterns.map((pattern) => JSON.stringify(pattern)))(record);

describe('filter criteria', () => {
  it.each<[string, object]>([
    ['a value of the list', { eventName: ['MODIFY', 'INSERT'] }],
    ['all fields', { eventName: ['INSERT'], dynamodb: { Keys: { seq: { N: ['7'] } } } }],
    ['another value than those', { dynamodb: { Keys: { seq: { N: [{ 'anything-but': ['0', '1'] }] } } } }],
    ['another value than that one', { dynamodb: { Keys: { seq: { N: [{ 'anything-but': '0' }] } } } }],
    ['another prefix', { dynamodb: { Keys: { thread: { S: [{ 'anything-but': { prefix: 'bob' } }] } } } }],
    ['a prefix', { dynamodb: { Keys: { thread: { S: [{ prefix: 'alice~' }] } } } }],
    ['a field that is there', { dynamodb: { NewImage: { tags: { SS: [{ exists: true }] } } } }],
    ['a field that is not there', { dynamodb: { OldImage: { tags: { SS: [{ exists: false }] } } } }],
    ['a range of numbers', { dynamodb: { SizeBytes: [{ numeric: ['>', 100, '<=', 120] }] } }],
    ['a number', { dynamodb: { SizeBytes: [{ numeric: ['=', 120] }] } }],
    ['an element of an array', { dynamodb: { NewImage: { tags: { SS: ['blue'] } } } }],
    ['one rule of several', { eventName: [{ prefix: 'X' }, 'INSERT'] }],
  ])('let through %s', (_, pattern) => {
    expect(passes(pattern)).toBe(true);
  });

  it.each<[string, object]>([
    ['a value that is not listed', { eventName: ['MODIFY', 'REMOVE'] }],
    ['a number where a text is meant', { dynamodb: { Keys: { seq: { N: [7] } } } }],
    ['one field of two', { eventName: ['INSERT'], dynamodb: { Keys: { seq: { N: ['8'] } } } }],
    ['an excluded value', { dynamodb: { Keys: { seq: { N: [{ 'anything-but': ['7'] }] } } } }],
    [
      'an absent field, whatever it must not be',
      { dynamodb: { OldImage: { seq: { N: [{ 'anything-but': ['7'] }] } } } },
    ],
    ['another prefix', { dynamodb: { Keys: { thread: { S: [{ prefix: 'bob' }] } } } }],
    ['a field that must not be there', { eventName: [{ exists: false }] }],
    ['a number out of range', { dynamodb: { SizeBytes: [{ numeric: ['>=', 121] }] } }],
    ['a text where a number is meant', { dynamodb: { Keys: { seq: { N: [{ numeric: ['>', 0] }] } } } }],
  ])('keep back %s', (_, pattern) => {
    expect(passes(pattern)).toBe(false);
  });

  it('let through what one of the patterns lets through, and everything without patterns', () => {
    expect(passes({ eventName: ['REMOVE'] }, { eventName: ['INSERT'] })).toBe(true);
    expect(passes()).toBe(true);
  });

  it.each<[string, object]>([
    ['wildcard', { eventName: [{ wildcard: '*' }] }],
    ['cidr', { address: [{ 'anything-but': [{ cidr: '10.0.0.0/24' }] }] }],
    ['$or', { $or: [{ eventName: ['INSERT'] }] }],
    ['numeric ~', { size: [{ numeric: ['~', 1] }] }],
  ])('stop the start when the operator %s is not known', (operator, pattern) => {
    expect(() => compileFilter([JSON.stringify(pattern)])).toThrow(operator);
  });

  it('need a list around values', () => {
    expect(() => compileFilter([JSON.stringify({ eventName: 'INSERT' })])).toThrow(/lists of values/);
  });
});
