/** The feed without one of the defences of those who watch it: see `../mutants.ts`. */

import { DeleteCommand, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { environment } from '../../functions/support/environment.ts';
import type { Mutant } from '../world.ts';

const watchers = environment.WATCHERS_TABLE;
/** Between two reads of a list that is open, while notices arrive, and while none can. */
const INTERVALS_MS = new Set([2 * 60_000, 60_000]);

const without = (defence: string, how: Omit<Mutant, 'without' | 'profile'>): Mutant => ({
  without: defence,
  profile: 'feed',
  ...how,
});

export const intactWatching = without('nothing', {});

export const watchMutants: readonly Mutant[] = [
  without('strong reads of watchers', {
    seed: 2,
    command: (command, _by, stale) =>
      command instanceof QueryCommand && command.input.TableName === watchers
        ? { asOf: stale, command: new QueryCommand({ ...command.input, ConsistentRead: false }) }
        : undefined,
  }),
  without('the storing of watchers', {
    command: (command) =>
      command instanceof PutCommand && command.input.TableName === watchers
        ? { command: new GetCommand({ TableName: watchers, Key: keyOf(command.input.Item) }) }
        : undefined,
  }),
  without('the removal of what a socket watched before', {
    command: (command) =>
      command instanceof DeleteCommand && command.input.TableName === watchers
        ? { command: new GetCommand({ TableName: watchers, Key: keyOf(command.input.Key) }) }
        : undefined,
  }),
  without('the reading of the list once it is watched', { weakRules: ['watched'] }),
  without('the reading of the list now and then', { timer: (milliseconds) => !INTERVALS_MS.has(milliseconds) }),
];

const keyOf = ({ topic, connectionId }: Readonly<Record<string, unknown>> = {}) => ({ topic, connectionId });
