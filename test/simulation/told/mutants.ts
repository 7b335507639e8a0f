/** The product without one of the defences of telling people. The simulation has to notice each. */

import { pushDevices } from '#functions/aws/push-devices.ts';
import type { Audience, PushDevice, PushDevices } from '#functions/core/push/device.ts';
import type { ToldRow } from '#functions/core/push/told.ts';
import { onTap } from '#web/worker/telling.ts';
import { environment } from '../../functions/support/environment.ts';
import type { Violation } from './simulate.ts';
import type { Mutant } from './world.ts';

interface Weak {
  /** A seed that shows it, which is tried before all others. */
  readonly seed?: number;
  readonly mutant: Mutant;
  readonly breaks: Violation;
}

type Audiences = Pick<PushDevices, 'audience'>;

/** Changes what is read of people. */
const audienceOf =
  ({ audience }: Audiences, change: (audience: Audience, name: string) => Audience | Promise<Audience>) =>
  async (usernames: readonly string[]): Promise<ReadonlyMap<string, Audience>> => {
    const people = await audience(usernames);
    return new Map(
      await Promise.all([...people].map(async ([name, each]) => [name, await change(each, name)] as const)),
    );
  };

/** Every endpoint belongs to whichever session asks. */
function believing(devices: Pick<PushDevices, 'audience' | 'owners' | 'remove'>): typeof devices {
  let asked: readonly PushDevice[] = [];
  return {
    remove: devices.remove,
    audience: audienceOf(devices, (audience) => {
      asked = audience.devices;
      return audience;
    }),
    owners: async () => new Map(asked.map(({ endpoint, session }) => [endpoint, session])),
  };
}

const list = (name: string) => pushDevices(environment.CONNECTIONS_TABLE, () => 0).list(name);

const wanted = <R extends ToldRow>(row: R): R => ({ ...row, muted: false, blocked: false });

export const mutants: Readonly<Record<string, Weak>> = {
  'shows nothing of what came after the message that was marked as read': {
    breaks: 'left out',
    mutant: {
      onTap: (target, action, parts) => {
        const markRead = async (...given: [typeof target]): Promise<undefined> =>
          void (await parts.account.markRead(...given));
        return onTap(target, action, { ...parts, account: { ...parts.account, markRead } });
      },
    },
  },
  'tells an endpoint that another session has taken over': {
    breaks: 'foreign',
    mutant: { tell: (services) => ({ ...services, devices: believing(services.devices) }) },
  },
  'tells the device of an ended session': {
    breaks: 'ended',
    mutant: {
      tell: (services) => ({
        ...services,
        devices: {
          ...believing(services.devices),
          owners: services.devices.owners,
          audience: audienceOf(services.devices, async (audience, name) => ({
            ...audience,
            devices: await list(name),
          })),
        },
      }),
    },
  },
  'takes no notice of what is in sight': {
    seed: 7,
    breaks: 'in sight',
    mutant: {
      tell: (services) => ({
        ...services,
        devices: {
          ...believing(services.devices),
          owners: services.devices.owners,
          audience: audienceOf(services.devices, (audience) => ({ ...audience, inSight: new Set() })),
        },
      }),
    },
  },
  'tells before it has claimed': {
    breaks: 'twice',
    mutant: {
      tell: (services) => ({
        ...services,
        told: {
          ...withoutPrototype(services.told),
          claim: async ({ recipient: username, sender: peer, seq }, now) => {
            await services.told.claim({ recipient: username, sender: peer, seq }, now, 0);
            return { username, peer, createdAt: 0, toldSeq: seq };
          },
        },
      }),
    },
  },
  'tells of a conversation that is muted': {
    breaks: 'unwanted',
    mutant: {
      queue: (services) => ({
        ...services,
        rows: { getMany: async (keys) => (await services.rows.getMany(keys)).map(wanted) },
      }),
      tell: (services) => ({
        ...services,
        conversations: {
          get: async (username, peer) => {
            const row = await services.conversations.get(username, peer);
            return row && wanted(row);
          },
        },
        told: {
          ...withoutPrototype(services.told),
          claim: async (message, now, at) =>
            (await services.told.claim(message, now, at)) ??
            ((await services.conversations.get(message.recipient, message.sender))?.muted === true
              ? { username: message.recipient, peer: message.sender, createdAt: 0 }
              : undefined),
        },
      }),
    },
  },
  'keeps the claim of a function that died': {
    seed: 7,
    breaks: 'silenced',
    mutant: {
      tell: (services) => ({
        ...services,
        told: { ...withoutPrototype(services.told), claim: (message, _, at) => services.told.claim(message, 0, at) },
      }),
    },
  },
};

/** A proxy has no properties of its own to spread. */
const withoutPrototype = (told: Parameters<NonNullable<Mutant['tell']>>[0]['told']) => ({
  claim: told.claim,
  finish: told.finish,
  claimOnce: told.claimOnce,
  finishOnce: told.finishOnce,
});
