/** One run: people sign up in peace and write amid chaos. Once everything is at rest, the outcome is judged. */

import { setTimeout as sleep } from 'node:timers/promises';
import { randomOf } from '../simulation/random.ts';
import type { CloudProcess } from './cloud-process.ts';
import type { Outcome } from './outcome.ts';
import { peopleOf, signUp, write } from './people.ts';
import { faultKinds, planOf, type Kill } from './plan.ts';
import { openProxy } from './proxy.ts';
import { verdictAtRest, waitUntil } from './rest.ts';
import { Witness } from './witness.ts';

/** The last messages get so long to be sent amid chaos. */
const LAST_SENDS_MS = 120_000;
/** How often the progress is shown. */
const REPORT_EVERY_MS = 5_000;

export interface Sizes {
  readonly sends: number;
  readonly people: number;
  readonly kills: number;
}

export interface RunOptions extends Sizes {
  readonly seed: number;
  readonly cloud: CloudProcess;
  /** Shows a step when it begins, and how far it is. */
  readonly progress: (line: string) => void;
}

export async function run({ seed, sends, people: count, kills, cloud, progress }: RunOptions): Promise<Outcome> {
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
  progress('Starting the cloud …');
  await cloud.start();
  const witness = new Witness();
  const place = { apiUrl: `http://127.0.0.1:${site.port}/api`, webSocketUrl: `ws://127.0.0.1:${live.port}/live` };
  const people = peopleOf(count, place, witness);
  const devices = people.flatMap((person) => person.devices);
  const unsent = (): number => devices.reduce((sum, device) => sum + device.unsent, 0);
  const reporting = setInterval(() => {
    const { written, acknowledged } = witness;
    if (written.length > 0) progress(`  ${written.length} of ${sends} written, ${acknowledged.size} acknowledged`);
  }, REPORT_EVERY_MS);
  try {
    progress(`Signing up ${count} people …`);
    await signUp(people, `http://127.0.0.1:${cloud.port}`);

    progress(`${devices.length} devices send ${sends} messages amid faults. Kills planned: ${kills} …`);
    chaos = true;
    const sending = new AbortController();
    const killing = killAsPlanned(plan.kills, cloud, witness, sending.signal, progress);
    await write(people, witness, sends, random);
    progress(`All messages are written; ${unsent()} are not sent yet.`);
    await Promise.race([killing, waitUntil(() => unsent() === 0, LAST_SENDS_MS)]);
    sending.abort();
    const killed = await killing;
    chaos = false;
    for (const proxy of [site, live]) proxy.calm();
    clearInterval(reporting);
    progress('The faults have ended. Waiting until everything is at rest …');

    const calmed = performance.now();
    const { verdict, pictures } = await verdictAtRest(people, witness, random, cloud, progress);
    return {
      seed,
      people: count,
      devices: devices.length,
      reloads: devices.reduce((sum, { reloads }) => sum + reloads, 0),
      signIns: devices.reduce((sum, { signIns }) => sum + signIns, 0),
      sends: witness.written.length,
      acknowledged: witness.acknowledged.size,
      pictures: pictures.compared,
      kills: killed,
      faults: new Map(faultKinds.map((kind) => [kind, (site.counts.get(kind) ?? 0) + (live.counts.get(kind) ?? 0)])),
      startsMs: cloud.starts.slice(1),
      latency: witness.latency(),
      restMs: performance.now() - calmed,
      durationMs: performance.now() - began,
      verdict,
    };
  } finally {
    clearInterval(reporting);
    for (const device of devices) device.close();
    await Promise.all([site.close(), live.close()]);
  }
}

/** @returns how many kills there were before everything was sent; then the cloud is running */
async function killAsPlanned(
  kills: readonly Kill[],
  cloud: CloudProcess,
  witness: Witness,
  sent: AbortSignal,
  progress: (line: string) => void,
): Promise<number> {
  const over = new Promise<void>((resolve) => sent.addEventListener('abort', () => resolve()));
  let running = Promise.resolve();
  let done = 0;
  for (const { acknowledged, waitMs } of kills) {
    await Promise.race([witness.acknowledgements(acknowledged).then(() => sleep(waitMs)), over]);
    if (sent.aborted) break;
    await cloud.kill();
    done++;
    progress(`  kill ${done} of ${kills.length}, after ${witness.acknowledged.size} acknowledged sends`);
    running = cloud.start();
    // If it fails, `cloud.failure` says so.
    running.catch(() => {});
  }
  await running;
  return done;
}
