/** What the functions call: the tables and the sockets, over a network that takes its time and makes mistakes. */

import {
  DeleteConnectionCommand,
  GoneException,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import { BatchGetCommand } from '@aws-sdk/lib-dynamodb';
import type { Clock } from '#functions/core/clock.ts';
import { delay, Injected, type Invocation, type World } from './world.ts';

/** Milliseconds a command usually takes each way. */
const NETWORK = 8;
/** Longest time the SDK takes over a throttled command, in milliseconds: less than the functions' patience with the sockets they tell. */
const LONGEST_THROTTLE = 2_500;
/** How old an eventually consistent read may be, in milliseconds: usually nearly nothing. */
const STALE = 5_000;

interface Sockets {
  post(connectionId: string, frame: string): void;
  close(connectionId: string): void;
}

/** The clock of whichever function asks. */
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
    const staleness = random.chance(0.2) ? random.between(0, STALE) : random.between(0, 50);
    const { asOf = time.now - staleness, command: changed = command } =
      mutant.command?.(command, invocation, time.now - staleness) ?? {};
    const answer =
      changed instanceof BatchGetCommand && strikes('unprocessed')
        ? answerInPart(changed, asOf)
        : world.tables.run(changed, asOf);
    return mutant.answer?.(answer, command, invocation) ?? answer;
  }

  /** Some keys are left for another time. */
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
    await time.sleep(delay(random, NETWORK));
    await invocation?.step();
    if (strikes('commandThrottled')) await time.sleep(random.between(50, LONGEST_THROTTLE));
    if (fails && random.chance(0.5)) throw new Injected(`${name} failed before it took effect`);
    let answer = take(command, invocation);
    await time.sleep(delay(random, NETWORK));
    await invocation?.step();
    if (fails) throw new Injected(`${name} failed after it had taken effect`);
    if (writes && strikes('writtenTwice')) {
      await time.sleep(random.between(50, 1_000));
      answer = take(command, invocation);
    }
    return answer;
  };
}
