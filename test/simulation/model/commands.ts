/** What people may do: any commands, in any order. */

import fc from 'fast-check';
import type { Command } from './command.ts';
import { kill, open, reconnect, reload, rest, setBlocked, signIn, signOut, wait } from './device-commands.ts';
import { edit, react, read, remove, repeat, retry, send } from './message-commands.ts';
import { DEVICES, PEOPLE } from './stage.ts';

const anyDevice = fc.constantFrom(...DEVICES);
const mostlyItsSender = fc.option(anyDevice, { freq: 1, nil: undefined });
const anyPerson = fc.constantFrom(...PEOPLE);
const anyEmoji = fc.constantFrom('👍', '🎉');
/** A message, counted from the newest. */
const anyMessage = fc.nat({ max: 5 });
/** The number of steps after which a function is killed. */
const anyStep = fc.nat({ max: 6 });

const anyCommand: readonly fc.Arbitrary<Command>[] = [
  fc.tuple(anyDevice, anyPerson, fc.option(fc.nat({ max: 2 }), { nil: undefined })).map((given) => send(...given)),
  fc.tuple(anyDevice, anyPerson).map((given) => send(...given, undefined)),
  fc.tuple(anyMessage, fc.boolean()).map((given) => repeat(...given)),
  fc.tuple(mostlyItsSender, anyMessage, fc.boolean()).map((given) => edit(...given)),
  fc.tuple(mostlyItsSender, anyMessage).map((given) => remove(...given)),
  fc.tuple(anyDevice, anyMessage, anyEmoji, fc.boolean()).map((given) => react(...given)),
  fc.tuple(anyDevice, anyMessage).map((given) => read(...given)),
  fc.tuple(anyDevice, anyPerson, fc.boolean()).map((given) => setBlocked(...given)),
  anyDevice.map(retry),
  fc.tuple(anyDevice, anyPerson).map((given) => open(...given)),
  fc.tuple(anyDevice, fc.boolean()).map((given) => signOut(...given)),
  anyDevice.map(signIn),
  anyDevice.map(reload),
  fc.tuple(anyDevice, fc.boolean()).map((given) => reconnect(...given)),
  fc.tuple(fc.constantFrom('consumer', 'function'), anyStep).map((given) => kill(...given)),
  fc.constantFrom(100, 2_000, 70_000).map(wait),
  fc.constant(rest),
];

/** @param replayPath printed by a failing run */
export const histories = (replayPath: string | undefined): fc.Arbitrary<Iterable<Command>> =>
  fc.commands([...anyCommand], { maxCommands: 40, size: 'max', ...(replayPath !== undefined && { replayPath }) });
