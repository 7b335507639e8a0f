/** People at browsers that they share, and a judge of the browsers that pushes go to. */

import { subscribe } from '#functions/core/push/subscribe.ts';
import { PUSH_KEYS } from '../../journey/people.ts';
import type { Delivered, Person, World } from './world.ts';

const BROWSERS = 3;

/** A person at a browser. Moments: when what happened to it was complete. */
interface Visit extends Readonly<Record<'session' | 'endpoint', string>> {
  readonly person: Person;
  endedAt?: number;
  takenAt?: number;
  /** Since when it is in sight, without a break. */
  inSightSince?: number | undefined;
}

/**
 * True if something was complete before the function that sent a push began. What happened meanwhile may have come too
 * late for it.
 */
export const isBefore = (moment: number | undefined, { begunAt }: Delivered): boolean =>
  moment !== undefined && moment < begunAt;

export class Visits {
  readonly #world: World;
  readonly #visits: Visit[] = [];
  #sessions = 0;

  constructor(world: World) {
    this.#world = world;
  }

  /** Visits whose session lives, and whose browser nobody has taken over. */
  living(): readonly Visit[] {
    return this.#visits.filter(({ endedAt, takenAt }) => endedAt === undefined && takenAt === undefined);
  }

  async come(person: Person): Promise<void> {
    const { random, connections, now, moment } = this.#world;
    const endpoint = `https://push.example/${random.whole(BROWSERS)}`;
    const session = `session-${++this.#sessions}`;
    const visit: Visit = { person, session, endpoint };
    const before = this.#visits.filter((other) => other.endpoint === endpoint && other.takenAt === undefined);
    const clock = { now, sleep: async () => undefined, random: () => 0 };
    const services = { ...this.#world, clock, counters: { take: async () => true }, isPushAddress: () => true };
    const caller = { username: person, session, issuedAt: now(), groups: [] };
    await connections.add({ connectionId: session, username: person, session, connectedAt: now() }, now());
    await subscribe(services, caller, { endpoint, keys: PUSH_KEYS });
    for (const other of before) other.takenAt = moment();
    this.#visits.push(visit);
  }

  async sight(): Promise<void> {
    const { random } = this.#world;
    const living = this.living();
    if (living.length > 0) await this.setSight(random.pick(living), random.chance(0.5));
  }

  async setSight(visit: Visit, visible: boolean): Promise<void> {
    const { sights, moment } = this.#world;
    if (!visible) visit.inSightSince = undefined;
    await sights.setSight(visit.person, visit.session, visible);
    visit.inSightSince = visible ? (visit.inSightSince ?? moment()) : undefined;
  }

  async leave(): Promise<void> {
    const { random, connections, devices, now, moment } = this.#world;
    const living = this.living();
    if (living.length === 0) return;
    const visit = random.pick(living);
    visit.inSightSince = undefined;
    const device = await devices.get(visit.person, visit.session);
    await connections.markEnded(visit.person, visit.session, now());
    // Removing the device failed: the mark has to do.
    if (device && random.chance(0.5)) await devices.put(device);
    visit.endedAt = moment();
  }

  /** Returns why a push should not have gone to its browser. */
  judge(push: Delivered): readonly ('foreign' | 'ended' | 'in sight')[] {
    const visits = this.#visits.filter(
      ({ endpoint, person }) => endpoint === push.endpoint && person === push.payload.to,
    );
    const untaken = visits.filter(({ takenAt }) => !isBefore(takenAt, push));
    if (untaken.length === 0) return visits.length > 0 ? ['foreign'] : [];
    const living = untaken.filter(({ endedAt }) => !isBefore(endedAt, push));
    if (living.length === 0) return ['ended'];
    return living.every(({ inSightSince }) => isBefore(inSightSince, push)) ? ['in sight'] : [];
  }
}
