/** The services that functions call, tables and sockets, over a network that takes time and fails. */

import {
  DeleteConnectionCommand,
  GetConnectionCommand,
  GoneException,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import { BatchGetCommand } from '@aws-sdk/lib-dynamodb';
import type { Clock } from '#functions/core/ports.ts';
import { delay, InjectedFault, type Invocation, type World } from './world.ts';

/** How long a command usually takes each way. */
const NETWORK_MS = 8;
/** The longest that the SDK repeats a throttled command: less than the time in which functions post a frame. */
const LONGEST_THROTTLE_MS = 2_500;
/** How stale an eventually consistent read may be. Usually it is hardly stale at all. */
export const STALE_MS = 5_000;
const HARDLY_STALE_MS = 50;

export interface Sockets {
  post(connectionId: string, frame: string): void;
  close(connectionId: string): void;
  isOpen(connectionId: string): boolean;
}

/** The clock of the function that asks for the time. */
export function functionsClock({ time, random }: World): Clock {
  return {
    now: () => Math.round(time.now + (time.context?.skew ?? 0)),
    sleep: (duration) => time.sleep(duration),
    random,
  };
}

export function createAws(world: World, sockets: Sockets) {
  const { time, random, strikes, mutant } = world;

  function take(command: object, invocation: Invocation | undefined): unknown {
    if (command instanceof PostToConnectionCommand) {
      const { ConnectionId = '', Data } = command.input;
      try {
        sockets.post(ConnectionId, typeof Data === 'string' ? Data : '');
      } catch (error) {
        if (error instanceof GoneException) mutant.gone?.(ConnectionId, world);
        throw error;
      }
      return {};
    }
    if (command instanceof DeleteConnectionCommand) {
      sockets.close(command.input.ConnectionId ?? '');
      return {};
    }
    if (command instanceof GetConnectionCommand) {
      if (!sockets.isOpen(command.input.ConnectionId ?? ''))
        throw new GoneException({ message: 'Gone', $metadata: {} });
      return {};
    }
    const staleness = random.chance(0.2) ? random.between(0, STALE_MS) : random.between(0, HARDLY_STALE_MS);
    const { asOf = time.now - staleness, command: changed = command } =
      mutant.command?.(command, invocation, time.now - staleness) ?? {};
    const answer =
      changed instanceof BatchGetCommand && strikes('unprocessed')
        ? answerInPart(changed, asOf)
        : world.tables.run(changed, asOf);
    return mutant.answer?.(answer, command, invocation, world) ?? answer;
  }

  /** Leaves some of the keys unprocessed. */
  function answerInPart({ input: { RequestItems = {} } }: BatchGetCommand, asOf: number): object {
    const parts = Object.entries(RequestItems).map(([table, { Keys = [], ...rest }]) => {
      const read = random.whole(Keys.length);
      return { table, now: { ...rest, Keys: Keys.slice(0, read) }, later: { ...rest, Keys: Keys.slice(read) } };
    });
    const answer = world.tables.run(
      new BatchGetCommand({ RequestItems: Object.fromEntries(parts.map(({ table, now }) => [table, now])) }),
      asOf,
    );
    return {
      ...(answer as object),
      UnprocessedKeys: Object.fromEntries(parts.map(({ table, later }) => [table, later])),
    };
  }

  return async (command: object): Promise<unknown> => {
    const invocation = time.context;
    const { name } = command.constructor;
    const writes = /^(Put|Update|Delete)Command/.test(name);
    const fails = strikes(writes ? 'writeFails' : 'commandFails');
    await time.sleep(delay(random, NETWORK_MS));
    await invocation?.step();
    if (strikes('commandThrottled')) await time.sleep(random.between(50, LONGEST_THROTTLE_MS));
    if (fails && random.chance(0.5)) throw new InjectedFault(`${name} failed before it took effect`);
    let answer = take(command, invocation);
    await time.sleep(delay(random, NETWORK_MS));
    await invocation?.step();
    if (fails) throw new InjectedFault(`${name} failed after it had taken effect`);
    if (writes && strikes('writtenTwice')) {
      await time.sleep(random.between(50, 1_000));
      answer = take(command, invocation);
    }
    return answer;
  };
}
