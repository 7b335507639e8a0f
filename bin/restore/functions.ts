/**
 * What the functions are told by their environment: that nothing is to be written, and the generation of logs. Lambda
 * gives new instances the new variables; invocations that have begun end with the old ones.
 * https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionConfiguration.html
 */

import {
  GetFunctionConfigurationCommand,
  UpdateFunctionConfigurationCommand,
  type LambdaClient,
} from '@aws-sdk/client-lambda';
import { LOG_GENERATION, RESTORING } from '#functions/aws/environment.ts';

/** Names of functions. */
export interface FunctionNames {
  /** Those that act for people, and those that a queue, a schedule or the user pool calls. */
  readonly closing: readonly string[];
  /** The streams' consumers. */
  readonly consuming: readonly string[];
}

interface Configuration {
  readonly name: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** Of the last update. */
  readonly status: string | undefined;
}

/** A restore as the functions know it. */
export interface UnderWay {
  /** ISO time. */
  readonly to: string;
  /** In which entries are written once it has ended. */
  readonly generation: number;
  /** True if the tables are restored and functions are being opened: some may write already. */
  readonly isOpening: boolean;
}

export interface Functions {
  /** Returns the restore that is under way, if any. */
  underWay(): Promise<UnderWay | undefined>;
  /** Returns the highest generation that any function writes or reads. */
  generation(): Promise<number>;
  /**
   * Has functions refuse to write these tables. A function whose variables name none of them cannot write them, and
   * stays as it is: the one that exports accounts may run for a quarter of an hour.
   * @returns how long invocations that have begun may still write, in milliseconds
   */
  close(restore: Omit<UnderWay, 'isOpening'>, tables: readonly string[]): Promise<number>;
  /** Sets the generation wherever there is one. */
  raise(generation: number): Promise<void>;
  /**
   * Lets everybody write again, one function after another. It first marks the one that is opened last, so that an
   * interrupted restore is known to have come that far: a write that is accepted from here on is not taken back.
   */
  open(): Promise<void>;
}

/** The last word of `RESTORING` in the function that is opened last. */
const OPENING = 'opening';
/** Between two looks at a function whose configuration is changing. */
const POLL_MS = 1_000;

export function functionsOf(
  lambda: LambdaClient,
  { closing, consuming }: FunctionNames,
  sleep: (ms: number) => Promise<void>,
): Functions {
  const read = async (FunctionName: string): Promise<Configuration> => {
    const found = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
    return {
      name: FunctionName,
      variables: found.Environment?.Variables ?? {},
      timeoutMs: (found.Timeout ?? 0) * 1000,
      status: found.LastUpdateStatus,
    };
  };

  /**
   * Changes the variables of functions, and waits until new invocations have them.
   * @throws {Error} where Lambda abandons an update: the function goes on with what it had
   * https://docs.aws.amazon.com/lambda/latest/dg/functions-states.html
   */
  const change = async (
    functions: readonly Configuration[],
    next: (variables: Configuration['variables']) => Readonly<Record<string, string>>,
  ): Promise<void> => {
    for (const { name, variables, status } of functions) {
      const Variables = next(variables);
      if (JSON.stringify(Variables) === JSON.stringify(variables) && status !== 'Failed') continue;
      await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: name, Environment: { Variables } }));
      let after = await read(name);
      for (; after.status === 'InProgress'; after = await read(name)) await sleep(POLL_MS);
      if (after.status === 'Failed')
        throw new Error(`Lambda could not update the function ${name}. Find out why, and then run this again.`);
    }
  };
  const readAll = (names: readonly string[]): Promise<readonly Configuration[]> => Promise.all(names.map(read));
  const readClosed = async (): Promise<readonly Configuration[]> =>
    (await readAll(closing)).filter(({ variables }) => variables[RESTORING]);

  return {
    async underWay() {
      const closed = await readClosed();
      const [to = '', , generation] = closed[0]?.variables[RESTORING]?.split(' ') ?? [];
      return to === '' ? undefined : { to, generation: Number(generation), isOpening: closed.some(isMarked) };
    },

    async generation() {
      const all = await readAll([...closing, ...consuming]);
      return Math.max(1, ...all.map(({ variables }) => Number(variables[LOG_GENERATION] ?? 1)));
    },

    async close({ to, generation }, tables) {
      const value = [to, tables.join(','), generation].join(' ');
      const writing = (await readAll(closing)).filter(({ variables }) =>
        Object.values(variables).some((name) => tables.includes(name)),
      );
      await change(writing, (variables) => ({ ...variables, [RESTORING]: value }));
      return Math.max(0, ...writing.map(({ timeoutMs }) => timeoutMs));
    },

    async raise(generation) {
      await change(await readAll([...closing, ...consuming]), (variables) =>
        variables[LOG_GENERATION] === undefined ? variables : { ...variables, [LOG_GENERATION]: String(generation) },
      );
    },

    async open() {
      const closed = await readClosed();
      const last = closed.find(isMarked) ?? closed.at(-1);
      if (!last) return;
      if (!isMarked(last))
        await change([last], (variables) => ({ ...variables, [RESTORING]: `${variables[RESTORING]} ${OPENING}` }));
      const others = closed.filter((each) => each !== last);
      await change([...others, last], (variables) =>
        Object.fromEntries(Object.entries(variables).filter(([name]) => name !== RESTORING)),
      );
    },
  };
}

const isMarked = ({ variables }: Configuration): boolean => variables[RESTORING]?.endsWith(` ${OPENING}`) === true;
