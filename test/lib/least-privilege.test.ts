/** What is said of grants at the end of a run can fail: test/support/least-privilege.ts. */

import { expect, inject, it } from 'vitest';
import type { Finding } from '../support/grant-findings.ts';
import { grantsIn, refusedIn, unusedIn } from '../support/grants-used.ts';

const granted = await grantsIn(inject('assembly'));
const [first, ...others] = granted.filter(({ action }) => action === 'dynamodb:PutItem');
if (!first) throw new Error('No function may put an item.');

const used = ({ functionId, action, resource }: typeof first): Finding => ({
  ...{ is: 'used', functionId, action, resource },
});

it('a grant that nothing used is named, and one that is used is not', () => {
  const all = granted.map(used);

  expect(unusedIn(granted, all)).toEqual([]);
  expect(
    unusedIn(
      granted,
      all.filter((_, i) => granted[i] !== first),
    ),
  ).toEqual([`  ${first.functionId} is allowed, and nothing used it: dynamodb:PutItem on ${first.resource}`]);
  expect(unusedIn(granted, [])).toEqual(expect.arrayContaining([expect.stringContaining('s3:PutObject')]));
  expect(unusedIn(granted, []).join()).not.toContain('logs:');
});

it('a call in a test that mocks AWS shows the grant of its own function alone', () => {
  const call: Finding = { is: 'mocked', entry: 'http/safety', action: 'dynamodb:PutItem', variable: 'LEDGER_TABLE' };
  const shown = (lines: readonly string[]) => unusedIn(granted, []).filter((line) => !lines.includes(line));

  expect(shown(unusedIn(granted, [call]))).toEqual([
    expect.stringMatching(/HttpApiSafety\w+ .* dynamodb:PutItem on .*:table\/TablesLedger\w+$/),
  ]);
  expect(shown(unusedIn(granted, [{ ...call, entry: 'http/openapi' }]))).toEqual([]);
});

it('a refused call is named once, but not the question whether an object exists', () => {
  const refused: Finding = { is: 'denied', functionId: 'Send', action: 'dynamodb:PutItem', resource: 'arn:table' };

  expect(refusedIn([refused, refused, { ...refused, action: 's3:ListBucket' }, ...others.map(used)])).toEqual([
    '  Send was refused dynamodb:PutItem on arn:table',
  ]);
});
