/** How a command of the model is made. */

import type fc from 'fast-check';
import { type Conversations, type Message } from './conversations.ts';
import { DEVICES, personOf, type Stage } from './stage.ts';

export type Command = fc.AsyncCommand<Conversations, Stage>;

/**
 * Long enough for everything under way to finish, shorter than the minute after which a client catches up by itself.
 */
export const REST_MS = 20_000;
/** Long enough for a read position to be announced. */
export const ANNOUNCING_MS = 5_000;

/** @param back counts from the newest message; beyond the oldest, it starts over */
export const messageAt = ({ messages }: Conversations, back: number): Message | undefined =>
  messages.at(-1 - (back % Math.max(1, messages.length)));

export const isSignedIn = ({ signedIn }: Conversations, device: string): boolean => signedIn.has(device);

export const command = (
  name: string,
  check: (model: Conversations) => boolean,
  run: (model: Conversations, stage: Stage) => Promise<void>,
): Command => ({
  check,
  run,
  toString: () => name,
});

/**
 * A command about a message.
 * @param device where it is run; undefined: on a device of the sender
 * @param back which message of the model, counted from the newest; the device may not have it yet
 */
export function commandOn(
  name: string,
  device: string | undefined,
  back: number,
  run: (model: Conversations, stage: Stage, message: Message, by: string) => Promise<void>,
): Command {
  const deviceFor = (model: Conversations): string | undefined => {
    if (device === undefined) return anyDeviceOf(model, messageAt(model, back)?.sender);
    return isSignedIn(model, device) && model.messages.length > 0 ? device : undefined;
  };
  return command(
    name,
    (model) => deviceFor(model) !== undefined,
    async (model, stage) => {
      const [message, by] = [messageAt(model, back), deviceFor(model)];
      if (message && by !== undefined) await run(model, stage, message, by);
    },
  );
}

/** Returns a device on which this person is signed in. */
export const anyDeviceOf = (model: Conversations, person: string | undefined): string | undefined =>
  DEVICES.find((device) => personOf(device) === person && isSignedIn(model, device));
