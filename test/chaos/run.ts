/** One run: people sign up in peace, write amid chaos, and are looked at when everything has come to rest. */

import { setTimeout as sleep } from 'node:timers/promises';
import { randomOf } from '../simulation/random.ts';
import type { CloudProcess } from './cloud-process.ts';
import type { Outcome } from './outcome.ts';
import { peopleOf, signUp, write } from './people.ts';
import { faultKinds, planOf, type Kill } from './plan.ts';
import { openProxy } from './proxy.ts';
import { comesToHold, verdictAtRest } from './rest.ts';
import { Witness } from './witness.ts';

/** Milliseconds for the last messages to be sent amid chaos. */
const LONGEST = 120_000;

export interface Sizes {
  readonly sends: number;
  readonly people: number;
  readonly kills: number;
}

export interface RunOptions extends Sizes {
  readonly seed: number;
  readonly cloud: CloudProcess;
  /** Told how far it is, line by line. */
  readonly log: (line: string) => void;
}

export async function run({ seed, sends, people: count, kills, cloud, log }: RunOptions): Promise<Outcome> {
  const began = performance.now();
  const plan = planOf({ seed, sends, kills });
  const random = randomOf(seed + 1);
  let chaos = false;
  const request = () => (chaos ? plan.request() : undefined);
  const socket = () => (chaos ? plan.socket() : undefined);
  const [site, live] = await Promise.all([
    openProxy({ target: cloud.port, request }),
    openProxy({ target: cloud.port + 2, request, socket }),
  ]);
  await cloud.start();
  const witness = new Witness();
  const place = { apiUrl: `http://127.0.0.1:${site.port}/api`, webSocketUrl: `ws://127.0.0.1:${live.port}/live` };
  const people = peopleOf(count, place, witness);
  const devices = people.flatMap((person) => person.devices);
  try {
    await signUp(people, `http://127.0.0.1:${cloud.port}`);
    log(`${count} people are signed in on ${devices.length} devices.`);

    chaos = true;
    const sending = new AbortController();
    const killing = killAsPlanned(plan.kills, cloud, witness, sending.signal, log);
    await write(people, witness, sends, random);
    log(`${witness.written.length} messages are written.`);
    await Promise.race([killing, comesToHold(() => devices.every(({ unsent }) => unsent === 0), LONGEST)]);
    sending.abort();
    const killed = await killing;
    chaos = false;
    for (const proxy of [site, live]) proxy.calm();
    log('Nothing goes wrong any more; waiting until everything is at rest.');

    const calmed = performance.now();
    const verdict = await verdictAtRest(people, witness, random);
    return {
      seed,
      people: count,
      devices: devices.length,
      reloads: devices.reduce((sum, { reloads }) => sum + reloads, 0),
      signIns: devices.reduce((sum, { signIns }) => sum + signIns, 0),
      sends: witness.written.length,
      acknowledged: witness.acknowledged.size,
      kills: killed,
      faults: new Map(faultKinds.map((kind) => [kind, (site.counts.get(kind) ?? 0) + (live.counts.get(kind) ?? 0)])),
      starts: cloud.starts.slice(1),
      latency: witness.latency(),
      rest: performance.now() - calmed,
      duration: performance.now() - began,
      verdict,
    };
  } finally {
    for (const device of devices) device.close();
    await Promise.all([site.close(), live.close()]);
  }
}

/** @returns how many kills there were before everything was sent; the cloud runs then */
async function killAsPlanned(
  kills: readonly Kill[],
  cloud: CloudProcess,
  witness: Witness,
  sent: AbortSignal,
  log: (line: string) => void,
): Promise<number> {
  const over = new Promise<void>((resolve) => sent.addEventListener('abort', () => resolve()));
  let running = Promise.resolve();
  let done = 0;
  for (const { acknowledged, wait } of kills) {
    await Promise.race([witness.acknowledgements(acknowledged).then(() => sleep(wait)), over]);
    if (sent.aborted) break;
    await cloud.kill();
    done++;
    log(`${witness.acknowledged.size} acknowledged: kill ${done} of ${kills.length}`);
    running = cloud.start();
    // The run hears of it by itself.
    running.catch(() => {});
  }
  await running;
  return done;
}
