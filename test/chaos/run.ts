/** One run: people sign up in peace and write amid chaos. Once everything is at rest, the outcome is judged. */

import { setTimeout as sleep } from 'node:timers/promises';
import { randomOf } from '../simulation/random.ts';
import type { CloudProcess } from './cloud-process.ts';
import { isEnough, type Outcome } from './outcome.ts';
import { peopleOf, signUp, write } from './people.ts';
import { faultKinds, planOf, type Kill } from './plan.ts';
import { openProxy, type Proxy } from './proxy.ts';
import { verdictAtRest } from './rest.ts';
import { Witness } from './witness.ts';

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
  const happened = () => ({ kills: cloud.kills, faults: sumOf(site.counts, live.counts) });
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
    await write(people, () => isEnough({ ...happened(), sends: witness.written.length }, { sends, kills }), random);
    progress(`All messages are written; ${unsent()} are not sent yet.`);
    sending.abort();
    await killing;
    chaos = false;
    const chaosOfSends = happened();
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
      ...chaosOfSends,
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

/** Kills the cloud until everything is sent. Done once it is running again. */
async function killAsPlanned(
  kills: readonly Kill[],
  cloud: CloudProcess,
  witness: Witness,
  sent: AbortSignal,
  progress: (line: string) => void,
): Promise<void> {
  const over = new Promise<void>((resolve) => sent.addEventListener('abort', () => resolve()));
  let running = Promise.resolve();
  for (const { acknowledged, waitMs } of kills) {
    await Promise.race([witness.acknowledgements(acknowledged).then(() => sleep(waitMs)), over]);
    if (sent.aborted) break;
    await cloud.kill();
    progress(`  kill ${cloud.kills} of ${kills.length}, after ${witness.acknowledged.size} acknowledged sends`);
    running = cloud.start();
    // If it fails, `cloud.failure` says so.
    running.catch(() => {});
  }
  await running;
}

function sumOf(...counts: readonly Proxy['counts'][]): Proxy['counts'] {
  return new Map(faultKinds.map((kind) => [kind, counts.reduce((sum, each) => sum + (each.get(kind) ?? 0), 0)]));
}
