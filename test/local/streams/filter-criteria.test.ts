/** Filter patterns, operator by operator. */
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
    ['a field that exists', { dynamodb: { NewImage: { tags: { SS: [{ exists: true }] } } } }],
    ['a field that does not exist', { dynamodb: { OldImage: { tags: { SS: [{ exists: false }] } } } }],
    ['a range of numbers', { dynamodb: { SizeBytes: [{ numeric: ['>', 100, '<=', 120] }] } }],
    ['a number', { dynamodb: { SizeBytes: [{ numeric: ['=', 120] }] } }],
    ['an element of an array', { dynamodb: { NewImage: { tags: { SS: ['blue'] } } } }],
    ['one rule of several', { eventName: [{ prefix: 'X' }, 'INSERT'] }],
  ])('match %s', (_, pattern) => {
    expect(passes(pattern)).toBe(true);
  });

  it.each<[string, object]>([
    ['a value that is not listed', { eventName: ['MODIFY', 'REMOVE'] }],
    ['a number instead of a string', { dynamodb: { Keys: { seq: { N: [7] } } } }],
    ['only one of two fields', { eventName: ['INSERT'], dynamodb: { Keys: { seq: { N: ['8'] } } } }],
    ['an excluded value', { dynamodb: { Keys: { seq: { N: [{ 'anything-but': ['7'] }] } } } }],
    ['an absent field with anything-but', { dynamodb: { OldImage: { seq: { N: [{ 'anything-but': ['7'] }] } } } }],
    ['another prefix', { dynamodb: { Keys: { thread: { S: [{ prefix: 'bob' }] } } } }],
    ['a field that must not exist', { eventName: [{ exists: false }] }],
    ['a number out of range', { dynamodb: { SizeBytes: [{ numeric: ['>=', 121] }] } }],
    ['a string instead of a number', { dynamodb: { Keys: { seq: { N: [{ numeric: ['>', 0] }] } } } }],
  ])('do not match %s', (_, pattern) => {
    expect(passes(pattern)).toBe(false);
  });

  it('match if any pattern matches, and always without patterns', () => {
    expect(passes({ eventName: ['REMOVE'] }, { eventName: ['INSERT'] })).toBe(true);
    expect(passes()).toBe(true);
  });

  it.each<[string, object]>([
    ['wildcard', { eventName: [{ wildcard: '*' }] }],
    ['cidr', { address: [{ 'anything-but': [{ cidr: '10.0.0.0/24' }] }] }],
    ['$or', { $or: [{ eventName: ['INSERT'] }] }],
    ['numeric ~', { size: [{ numeric: ['~', 1] }] }],
  ])('stop the start at the unknown operator %s', (operator, pattern) => {
    expect(() => compileFilter([JSON.stringify(pattern)])).toThrow(operator);
  });

  it('need lists of values', () => {
    expect(() => compileFilter([JSON.stringify({ eventName: 'INSERT' })])).toThrow(/lists of values/);
  });
});
