/** The commands that are not about one message: blocks, sessions, sockets, killed functions, and time. */

import { block, unblock } from '#contract/routes/safety.ts';
import { ANNOUNCING_MS, command, type Command, isSignedIn, REST_MS } from './command.ts';
import { expectAsModelled } from './expectations.ts';
import { DEVICES, personOf } from './stage.ts';

export const setBlocked = (device: string, other: string, wanted: boolean): Command =>
  command(
    `${wanted ? 'block' : 'unblock'}(${device}, ${other})`,
    (model) => isSignedIn(model, device) && personOf(device) !== other,
    async (model, { until, life }) => {
      const parameters = { username: other };
      const { session } = life(device);
      // Repeats the request until it is acknowledged.
      for (let done = false; !done;)
        done = await until(session.call(wanted ? block : unblock, { parameters })).then(
          () => true,
          () => false,
        );
      if (wanted) model.block(personOf(device), other);
      else model.unblock(personOf(device), other);
    },
  );

export const open = (device: string, peer: string): Command =>
  command(
    `open(${device}, ${peer})`,
    (model) => isSignedIn(model, device),
    (_, { until, life }) => until(life(device).mailbox.open(peer)),
  );

export const signOut = (device: string, everywhere: boolean): Command =>
  command(
    `signOut(${device}${everywhere ? ', everywhere' : ''})`,
    (model) => isSignedIn(model, device),
    async (model, stage) => {
      await stage.until(stage.device(device).signOut(everywhere));
      for (const each of DEVICES)
        if (each === device || (everywhere && personOf(each) === personOf(device))) model.signedIn.delete(each);
      // The other devices notice by themselves.
      await stage.pass(REST_MS);
    },
  );

export const signIn = (device: string): Command =>
  command(
    `signIn(${device})`,
    (model) => !isSignedIn(model, device),
    async (model, stage) => {
      await stage.until(stage.device(device).start());
      model.signedIn.add(device);
    },
  );

export const reload = (device: string): Command =>
  command(
    `reload(${device})`,
    (model) => isSignedIn(model, device),
    async (_, stage) => {
      stage.device(device).end();
      await stage.until(stage.device(device).start());
    },
  );

/** Drops a device's socket, alone or with its network. */
export const reconnect = (device: string, withNetwork: boolean): Command =>
  command(
    `${withNetwork ? 'loseNetwork' : 'dropSocket'}(${device})`,
    (model) => isSignedIn(model, device),
    async (_, stage) => {
      if (withNetwork) stage.device(device).lose(true);
      stage.center.cutOff(stage.device(device), false);
      if (!withNetwork) return;
      await stage.pass(ANNOUNCING_MS);
      stage.device(device).wake();
      // Wait until it is back: of two handshakes that fail in a row for different reasons, the client notices only one.
      await stage.pass(ANNOUNCING_MS);
    },
  );

export const kill = (kind: 'consumer' | 'function', steps: number): Command =>
  command(
    `kill(${kind}, ${steps})`,
    () => true,
    async (_, { dooms }) => void dooms.set(kind, steps),
  );

export const wait = (milliseconds: number): Command =>
  command(
    `wait(${milliseconds})`,
    () => true,
    (_, { pass }) => pass(milliseconds),
  );

export const rest = command(
  'rest',
  () => true,
  async (model, stage) => {
    stage.dooms.clear();
    await stage.pass(REST_MS);
    await expectAsModelled(model, stage);
  },
);
