/** The product without one of the defences of pictures. The simulation has to notice each. */

import { PutCommand, QueryCommand, UpdateCommand, GetCommand } from '@aws-sdk/lib-dynamodb';
import { ATTACHMENTS_TABLE, MESSAGES_TABLE } from '#functions/aws/environment.ts';
import type { DueTask } from '#functions/core/files/ports.ts';
import { environment } from '../../functions/support/environment.ts';
import type { AlteredCommand, BucketRequest, Invocation, Mutant } from '../world.ts';

const attachments = environment[ATTACHMENTS_TABLE];
const messages = environment[MESSAGES_TABLE];

const profile = 'files';

const isUpdate = (command: object): command is UpdateCommand =>
  command instanceof UpdateCommand && command.input.TableName === attachments;

/** Notes no task of this kind. */
const withoutTask =
  (kind: DueTask['kind']) =>
  (command: object): AlteredCommand | undefined => {
    if (!(command instanceof PutCommand) || command.input.TableName !== attachments) return undefined;
    const { owner, id, task } = command.input.Item as { owner?: string; id?: string; task?: DueTask };
    return task?.kind === kind
      ? { command: new GetCommand({ TableName: attachments, Key: { owner, id } }) }
      : undefined;
  };

/** Removes nothing from the bucket. */
const withoutRemoval =
  (by: string) =>
  (request: BucketRequest, invocation: Invocation | undefined): BucketRequest | undefined =>
    request.method === 'DELETE' && invocation?.name === by ? { ...request, path: '/nothing' } : undefined;

function withoutHeader(request: BucketRequest, name: string): BucketRequest {
  const { [name]: _left, ...headers } = request.headers;
  return { ...request, headers };
}

export const intactFiles: Mutant = { without: 'nothing', profile };

export const filesMutants: readonly Mutant[] = [
  { without: 'the membership of conversations', profile, weakRules: ['membership'] },
  {
    without: 'the condition that an upload is reserved once',
    profile,
    command(command) {
      if (!isUpdate(command) || !command.input.UpdateExpression?.includes('reservedAt')) return undefined;
      return { command: new UpdateCommand({ ...command.input, ConditionExpression: 'createdAt > :fresh' }) };
    },
  },
  {
    without: 'the condition that a copy has what was checked',
    profile,
    seed: 5,
    file: (request) => withoutHeader(request, 'x-amz-copy-source-if-match'),
  },
  { without: 'a copy of its own for each message', profile, weakRules: ['copies'] },
  { without: 'the note of a copy before it is made', profile, weakRules: ['copyNotes'] },
  {
    without: 'the look into the log before the sweep removes copies',
    profile,
    answer: (answer, command, by) =>
      by?.name === 'sweep' && command instanceof QueryCommand && command.input.TableName === messages
        ? { Items: [] }
        : answer,
  },
  {
    without: 'the condition that a row is forgotten only where it names one copy',
    profile,
    command(command) {
      if (!isUpdate(command) || !command.input.ConditionExpression?.includes('size(files) = :one')) return undefined;
      const ConditionExpression = 'holder = :holder AND contains(files, :file)';
      return { command: new UpdateCommand({ ...command.input, ConditionExpression }) };
    },
  },
  { without: 'the task of settling uploads', profile, command: withoutTask('uploads') },
  { without: 'the task of removing the files of a deleted message', profile, command: withoutTask('message') },
  { without: 'what the sweep removes', profile, file: withoutRemoval('sweep') },
];
