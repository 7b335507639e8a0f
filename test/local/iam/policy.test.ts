/** Evaluation of IAM policies. */
import { describe, expect, it } from 'vitest';
import { compile, type Statement } from '#local/iam/policy.ts';

const table = 'arn:aws:dynamodb:us-east-1:000000000000:table/Messages';
const allow = (Action: Statement['Action'], Resource: Statement['Resource']): Statement => ({
  Effect: 'Allow',
  Action,
  Resource,
});

describe('a policy', () => {
  it('allows what a statement names, and nothing else', () => {
    const decide = compile([allow('dynamodb:PutItem', table)], 'Role');

    expect(decide('dynamodb:PutItem', table)).toBe('allowed');
    expect(decide('dynamodb:DeleteItem', table)).toBe('not allowed');
    expect(decide('dynamodb:PutItem', `${table}s`)).toBe('not allowed');
    expect(decide('dynamodb:PutItem', `${table}/index/ByTime`)).toBe('not allowed');
  });

  it('accepts lists of actions and resources', () => {
    const decide = compile([allow(['dynamodb:PutItem', 'dynamodb:Query'], [table, `${table}/index/*`])], 'Role');

    expect(decide('dynamodb:Query', `${table}/index/ByTime`)).toBe('allowed');
    expect(decide('dynamodb:Query', `${table}/stream/1`)).toBe('not allowed');
  });

  it('understands the wildcards * and ?, and no other regular expression syntax', () => {
    const decide = compile([allow('dynamodb:Get*', 'arn:aws:x:::a.b/?/[c]/*')], 'Role');

    expect(decide('dynamodb:GetItem', 'arn:aws:x:::a.b/1/[c]/d/e')).toBe('allowed');
    expect(decide('dynamodb:GetItem', 'arn:aws:x:::aXb/1/[c]/d')).toBe('not allowed');
    expect(decide('dynamodb:GetItem', 'arn:aws:x:::a.b/12/[c]/d')).toBe('not allowed');
    expect(decide('dynamodb:BatchGetItem', 'arn:aws:x:::a.b/1/[c]/d')).toBe('not allowed');
  });

  it('compares actions case-insensitively and resources case-sensitively, as IAM does', () => {
    const decide = compile([allow('DynamoDB:putitem', table)], 'Role');

    expect(decide('dynamodb:PutItem', table)).toBe('allowed');
    expect(decide('dynamodb:PutItem', table.toLowerCase())).toBe('not allowed');
  });

  it('prefers a Deny over every Allow', () => {
    const decide = compile([allow('*', '*'), { Effect: 'Deny', Action: 'dynamodb:*', Resource: table }], 'Role');

    expect(decide('dynamodb:PutItem', table)).toBe('denied');
    expect(decide('dynamodb:PutItem', `${table}2`)).toBe('allowed');
  });

  it.each(['aws:ResourceAccount', 's3:ResourceAccount'])('applies %s', (key) => {
    const within = (account: string | readonly string[]): Statement => ({
      ...allow('s3:PutObject', '*'),
      Condition: { StringEquals: { [key]: account } },
    });
    const decide = (account: string | readonly string[]) =>
      compile([within(account)], 'Role', '1')('s3:PutObject', 'b');

    expect([decide('1'), decide(['2', '1'])]).toEqual(['allowed', 'allowed']);
    expect(decide('2')).toBe('not allowed');
  });

  it.each([
    { StringEquals: { 'aws:SourceVpc': 'vpc' } },
    { StringLike: { 'aws:ResourceAccount': '*' } },
    { StringEquals: { 'aws:ResourceAccount': '2', 'aws:SourceVpc': 'vpc' } },
  ])('is refused with the unknown condition %j, by name', (Condition) => {
    expect(() => compile([{ ...allow('*', '*'), Condition }], 'SomeRole', '1')).toThrow(/Condition.*SomeRole/);
  });

  it.each(['Condition', 'NotAction', 'NotResource'])('is refused with %s, by name', (element) => {
    const statement = { ...allow('*', '*'), [element]: { Bool: {} } };

    expect(() => compile([statement], 'SomeRole')).toThrow(new RegExp(`${element}.*SomeRole`));
  });
});
