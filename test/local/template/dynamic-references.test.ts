/** Dynamic references to secrets in properties. */
import { describe, expect, it } from 'vitest';
import { withDynamicReferences } from '#local/template/dynamic-references.ts';
import { resource, stackOf } from '../api-gateway/hand-made-stack.ts';

const ARN = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:root-abc123';
const values: Readonly<Record<string, string>> = { [ARN]: 'the value', json: '{"user":"ann","key":"k"}' };

const resolved = (text: string): unknown => {
  const stack = stackOf([resource('Test::Type', 'One', { deep: [{ text }], count: 3 })]);
  return withDynamicReferences(stack, (id) => values[id]).ofType('Test::Type')[0]?.properties;
};

describe('a dynamic reference', () => {
  it.each([
    [`{{resolve:secretsmanager:${ARN}:SecretString:::}}`, 'the value'],
    [`{{resolve:secretsmanager:${ARN}}}`, 'the value'],
    [`before {{resolve:secretsmanager:${ARN}:SecretString::AWSCURRENT:}} after`, 'before the value after'],
    ['{{resolve:secretsmanager:json:SecretString:key}}-{{resolve:secretsmanager:json:SecretString:user::}}', 'k-ann'],
    ['{{not a reference}}', '{{not a reference}}'],
  ])('%s is replaced by the value', (text, expected) => {
    expect(resolved(text)).toEqual({ deep: [{ text: expected }], count: 3 });
  });

  it.each([
    ['{{resolve:ssm:name:1}}', 'does not know the dynamic reference {{resolve:ssm:name:1}}'],
    ['{{resolve:secretsmanager:json:SecretString:key:AWSPREVIOUS}}', 'does not know'],
    ['{{resolve:secretsmanager:other}}', 'names no secret'],
    ['{{resolve:secretsmanager:json:SecretString:missing}}', 'has no text under the key missing'],
  ])('%s stops the start', (text, message) => {
    expect(() => resolved(text)).toThrow(message);
  });
});
