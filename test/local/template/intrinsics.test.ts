/** Intrinsic functions of templates. */
import { describe, expect, it } from 'vitest';
import { resolve, type References } from '#local/template/intrinsics.ts';

const references: References = {
  ref: (name) => `ref-${name}`,
  getAtt: (logicalId, attribute) => `${logicalId}-${attribute}`,
  condition: (name) => name === 'Holds',
};

describe('intrinsic functions', () => {
  it.each([
    ['Ref', { Ref: 'Table' }, 'ref-Table'],
    ['Fn::GetAtt with a list', { 'Fn::GetAtt': ['Table', 'Arn'] }, 'Table-Arn'],
    ['Fn::GetAtt with a string', { 'Fn::GetAtt': 'Table.Arn' }, 'Table-Arn'],
    ['Fn::Join', { 'Fn::Join': ['/', ['a', { Ref: 'B' }, 'c']] }, 'a/ref-B/c'],
    ['Fn::Sub', { 'Fn::Sub': '${AWS::Region}.${Table.Arn}.${!literal}' }, 'ref-AWS::Region.Table-Arn.${literal}'],
    ['Fn::Sub with variables', { 'Fn::Sub': ['${Own}-${Other}', { Own: { Ref: 'X' } }] }, 'ref-X-ref-Other'],
    ['Fn::Select', { 'Fn::Select': ['1', ['a', 'b']] }, 'b'],
    ['Fn::Split', { 'Fn::Split': ['/', 'a/b'] }, ['a', 'b']],
    ['Fn::Equals', { 'Fn::Equals': [{ Ref: 'A' }, 'ref-A'] }, true],
    ['Fn::If', { 'Fn::If': ['Holds', { Ref: 'A' }, 'b'] }, 'ref-A'],
    ['Fn::If, else', { 'Fn::If': ['Fails', { Ref: 'A' }, 'b'] }, 'b'],
  ])('resolve %s', (_, value, expected) => {
    expect(resolve(value, references)).toEqual(expected);
  });

  it('are resolved inside lists and objects, and other values stay', () => {
    const value = { a: [{ b: { Ref: 'C' } }], n: 1, t: true, nothing: null };

    expect(resolve(value, references)).toEqual({ a: [{ b: 'ref-C' }], n: 1, t: true, nothing: null });
  });

  it('remove AWS::NoValue', () => {
    const value = {
      kept: 1,
      left: { Ref: 'AWS::NoValue' },
      list: [1, { 'Fn::If': ['Fails', 2, { Ref: 'AWS::NoValue' }] }],
    };

    expect(resolve(value, references)).toEqual({ kept: 1, list: [1] });
  });

  it('are refused by name if unknown', () => {
    expect(() => resolve({ a: [{ 'Fn::ImportValue': 'x' }] }, references)).toThrow('Fn::ImportValue');
  });
});
