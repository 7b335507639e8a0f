/** The size of a line of the access log. */
import { expect, it } from 'vitest';
import { type Access, createCountAccess } from '#local/usage/gateway-usage.ts';
import { Meter } from '#local/usage/meter.ts';

/** Returns the size of the line in a format. */
function bytesOf(format: string, access: Partial<Access> = {}): number {
  const count = createCountAccess({ accessLogs: new Map([['live', format]]) }, new Meter());
  return count({ requestId: 'id', stage: 'live', ...access }).logBytes;
}

it('has the values of variables, claims and the context of an authorizer among them', () => {
  const access = { status: 201, claims: { sub: 'añn' }, authorizer: { principalId: 'ben' }, responseLatency: 12.34 };

  expect(bytesOf('plain')).toBe('plain\n'.length);
  expect(bytesOf('$context.requestId $context.status', access)).toBe('id 201\n'.length);
  expect(bytesOf('<$context.authorizer.claims.sub>', access)).toBe(Buffer.byteLength('<añn>\n'));
  expect(bytesOf('<$context.authorizer.principalId>', access)).toBe('<ben>\n'.length);
  expect(bytesOf('$context.responseLatency', access)).toBe('12\n'.length);
  expect(bytesOf('$context.requestTime')).toBe('22/Nov/2026:09:05:07 +0000\n'.length);
});

it('has a dash for what has no value or is unknown', () => {
  expect(
    bytesOf('$context.status$context.authorizer.claims.sub$context.authorizer.name$context.integrationLatency'),
  ).toBe('----\n'.length);
  expect(bytesOf('$context.wafStatus')).toBe('-\n'.length);
});

it('is not counted for a stage without a format', () => {
  expect(bytesOf('plain', { stage: 'other' })).toBe(0);
});
