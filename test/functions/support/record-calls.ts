/**
 * What the functions' entries call of DynamoDB in the tests that mock it, noted for test/support/least-privilege.ts:
 * which entry, which action, on the table of which environment variable.
 */

import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Route } from '#contract/route.ts';
import { routes } from '#contract/routes.ts';
import { GRANTS_FOLDER, type MockedCall } from '../../support/grant-findings.ts';
import { environment } from './environment.ts';

interface Command {
  readonly constructor: { readonly name: string };
  readonly input: { readonly TableName?: string; readonly RequestItems?: Readonly<Record<string, unknown>> };
}

/** The mock of a client, as far as it is read. */
interface Mock {
  readonly send: { readonly callCount: number };
  call(index: number): { readonly args: readonly unknown[] };
  reset(): unknown;
}

const ITEM_OPERATIONS = new Set(['Get', 'Put', 'Update', 'Delete', 'BatchGet', 'BatchWrite']);
const variables = new Map(Object.entries(environment).map(([variable, value]) => [value as string, variable]));
const seen = new Set<string>();
let mock: Mock | undefined;

/** Has the calls of a mock noted, also those that it forgets when it is reset. */
export function recordCallsOf<M extends Mock>(recorded: M): M {
  const reset = recorded.reset.bind(recorded);
  recorded.reset = () => {
    noteCallsOfFile();
    return reset();
  };
  mock = recorded;
  return recorded;
}

/** Notes the calls since the last reset, if the test file imports one entry alone: then all are of that function. */
export function noteCallsOfFile(): void {
  const entry = onlyEntryOf(expect.getState().testPath);
  if (entry !== undefined && mock) noteCallsFrom(0, mock, entry);
}

/** @param first the first call that counts. One by one, since the list of all would be made anew each time. */
function noteCallsFrom(first: number, recorded: Mock, entry: string): void {
  for (let index = first; index < recorded.send.callCount; index++)
    note(entry, recorded.call(index).args[0] as Command);
}

/** The entries whose functions run now. */
const running: string[] = [];

/** Runs what the function of a route does, and notes its calls unless another function runs at the same time. */
export async function asFunctionOf<T>(route: Route, work: () => Promise<T>): Promise<T> {
  const [group] = Object.entries(routes).find(([, served]) => (served as readonly Route[]).includes(route)) ?? [];
  if (mock === undefined || group === undefined) return work();
  const entry = `http/${group}`;
  const before = mock.send.callCount;
  running.push(entry);
  try {
    return await work();
  } finally {
    if (running.every((other) => other === entry)) noteCallsFrom(before, mock, entry);
    running.splice(running.indexOf(entry), 1);
  }
}

function note(entry: string, { constructor: { name }, input }: Command): void {
  const operation = name.replace(/Command$/, '');
  if (operation !== 'Query' && !ITEM_OPERATIONS.has(operation)) return;
  const action = `dynamodb:${operation}${operation === 'Query' ? '' : 'Item'}`;
  for (const table of input.RequestItems ? Object.keys(input.RequestItems) : [input.TableName ?? '']) {
    const variable = variables.get(table);
    if (variable !== undefined) write({ entry, action, variable });
  }
}

function write(call: MockedCall): void {
  const line = `${JSON.stringify({ is: 'mocked', ...call })}\n`;
  const folder = process.env[GRANTS_FOLDER];
  if (folder === undefined || seen.has(line)) return;
  seen.add(line);
  mkdirSync(folder, { recursive: true });
  appendFileSync(join(folder, `${process.pid}.txt`), line);
}

const byFile = new Map<string, string | undefined>();

function onlyEntryOf(testPath = ''): string | undefined {
  if (testPath !== '' && !byFile.has(testPath)) {
    const named = readFileSync(testPath, 'utf8').matchAll(/#functions\/((?:http|socket|stream|trigger)\/[\w-]+)\.ts/g);
    const [entry, ...others] = new Set([...named].map(([, path]) => path));
    byFile.set(testPath, others.length === 0 ? entry : undefined);
  }
  return byFile.get(testPath);
}
