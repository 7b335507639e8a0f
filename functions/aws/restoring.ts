/**
 * A restore that is under way. It sets a variable of the functions, so that each knows from its start, without a read:
 * Lambda starts new instances once a function's configuration has changed, and the restore waits until the old ones are
 * done. While it is set, functions write none of the tables it names; reads go on.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */

import { Refusal } from '#contract/refusal.ts';
import { RESTORING } from './environment.ts';

/** How long a refused client waits, in seconds. A restore takes minutes to hours. */
const RETRY_AFTER_SECONDS = 60;

/** What the variable says first: the moment, as an ISO time, and the tables' names. The rest is the command's. */
const [moment = '', names = ''] = (process.env[RESTORING] ?? '').split(' ');

export const isRestoring = moment !== '';

/**
 * Returns a check of calls to DynamoDB.
 * @returns undefined: no restore is under way
 */
export function writeGuard(): ((command: string, input: object) => void) | undefined {
  if (!isRestoring) return undefined;
  const closed = new Set(names.split(','));
  return (command, input) => {
    if (!/^(Put|Update|Delete|BatchWrite)/.test(command)) return;
    const { TableName, RequestItems = {} } = input as { readonly TableName?: string; readonly RequestItems?: object };
    const tables = TableName === undefined ? Object.keys(RequestItems) : [TableName];
    if (!tables.some((table) => closed.has(table))) return;
    throw new Refusal('unavailable', 'The message center is being restored and can only be read. Try again later.', {
      retryAfter: RETRY_AFTER_SECONDS,
    });
  };
}
