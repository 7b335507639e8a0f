/** The grants of the functions' roles, and which of them calls use. */

import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile } from '#local/iam/policy.ts';
import { statementsOfFunction, type FunctionWithRole, type PermissionCheck } from '#local/iam/roles.ts';
import { applicationFunctions } from '#local/lambda/functions.ts';
import { loadStack } from '#local/template/load-stack.ts';
import { expected } from '../lib/grants.ts';
import { GRANTS_FOLDER, type Finding, type Grant, type MockedCall } from './grant-findings.ts';
import { addresses } from './small-assembly.ts';

/** What Lambda itself does with a function's role, and the local cloud asks no role for. */
const DONE_BY_LAMBDA: ReadonlySet<string> = new Set([
  'logs:CreateLogStream',
  'logs:PutLogEvents',
  // https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-eventsourcemapping.html
  'dynamodb:ListStreams',
]);

/**
 * S3 answers whether an object exists by whether the caller may list the bucket. That is no call of the function's.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
const ASKED_BY_S3 = 's3:ListBucket';

interface GivenGrant extends Grant {
  /** Names the grant. */
  readonly id: string;
  /** The entry point of the function, such as `http/messages`. */
  readonly entry: string | undefined;
  /** The function's environment. */
  readonly variables: Readonly<Record<string, string>>;
}

type FunctionToRead = FunctionWithRole & {
  readonly properties: { readonly Environment?: { readonly Variables?: Readonly<Record<string, string>> } };
};

/** Returns the grants of all functions of an assembly. */
export async function grantsIn(assembly: string): Promise<readonly GivenGrant[]> {
  const stack = await loadStack({ assembly, addresses });
  return applicationFunctions(stack).flatMap((func) => {
    const { logicalId: functionId, properties } = func as FunctionToRead;
    const entry = expected[functionId.replace(/Function[\dA-F]{8}$/, '')]?.entryPoint;
    const variables = properties.Environment?.Variables ?? {};
    return statementsOfFunction(stack, func as FunctionWithRole).flatMap(({ Effect, Action, Resource }) => {
      if (Effect !== 'Allow') throw new Error(`A statement of ${functionId} is not Allow but ${Effect}.`);
      return [Action].flat().flatMap((action) =>
        [Resource].flat().map((resource) => {
          const id = idOf({ functionId, action, resource });
          return { id, functionId, action, resource, entry, variables };
        }),
      );
    });
  });
}

const idOf = ({ functionId, action, resource }: Grant): string => `${functionId} ${action} ${resource}`;

/** Returns a line for each call that was refused. */
export const refusedIn = (findings: readonly Finding[]): readonly string[] =>
  linesOf(
    findings.flatMap((finding) => (finding.is === 'denied' && finding.action !== ASKED_BY_S3 ? [finding] : [])),
    'was refused',
  );

/** Returns a line for each grant that nothing used. */
export function unusedIn(granted: readonly GivenGrant[], findings: readonly Finding[]): readonly string[] {
  const used = new Set(findings.flatMap((finding) => usedBy(finding, granted)));
  return linesOf(
    granted.filter(({ action, id }) => !DONE_BY_LAMBDA.has(action) && !used.has(id)),
    'is allowed, and nothing used it:',
  );
}

const linesOf = (grants: readonly Grant[], says: string): readonly string[] => [
  ...new Set(
    grants.map(({ functionId, action, resource }) => `  ${functionId} ${says} ${action} on ${resource}`).toSorted(),
  ),
];

/** Returns the ids of the grants that a finding shows in use. */
function usedBy(finding: Finding, granted: readonly GivenGrant[]): readonly string[] {
  if (finding.is === 'denied') return [];
  if (finding.is === 'used') return [idOf(finding)];
  return granted.filter((grant) => isGrantOf(finding, grant)).map(({ id }) => id);
}

const isGrantOf = (call: MockedCall, { action, resource, entry, variables }: GivenGrant): boolean =>
  call.entry === entry && call.action === action && resource.endsWith(`:table/${variables[call.variable]}`);

let recorder: Promise<(check: PermissionCheck) => void> | undefined;

/**
 * Returns what a cloud calls with each check of a permission. It takes the grants of one assembly as the measure also
 * of clouds that run an edited one: what an edit takes away on purpose is no refusal.
 */
export const grantRecorder = (assembly: string): Promise<(check: PermissionCheck) => void> =>
  (recorder ??= create(assembly));

async function create(assembly: string): Promise<(check: PermissionCheck) => void> {
  const folder = process.env[GRANTS_FOLDER];
  if (folder === undefined) throw new Error(`The tests' configuration has to set ${GRANTS_FOLDER}.`);
  const file = join(folder, `${process.pid}.txt`);
  const granted = (await grantsIn(assembly)).map((grant) => ({
    ...grant,
    decide: compile([{ Effect: 'Allow', Action: grant.action, Resource: grant.resource }], grant.functionId),
  }));
  const seen = new Set<string>();

  const note = (finding: Finding): void => {
    const line = `${JSON.stringify(finding)}\n`;
    if (seen.has(line)) return;
    seen.add(line);
    appendFileSync(file, line);
  };

  return ({ functionId, action, resource, decision }) => {
    const call = `${functionId} ${action} ${resource}`;
    if (seen.has(call)) return;
    seen.add(call);
    const grants = granted.filter((grant) => grant.functionId === functionId);
    // A function that an edit added.
    if (grants.length === 0) return;
    const used = grants.filter(({ decide }) => decide(action, resource) === 'allowed');
    for (const grant of used) note({ is: 'used', functionId, action: grant.action, resource: grant.resource });
    // An edit may have allowed it.
    if (used.length === 0 && decision !== 'allowed') note({ is: 'denied', functionId, action, resource });
  };
}
