/**
 * What is looked at once everything is at rest: the logs as their people read them, and the answers to people who
 * pry.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import { ApiProblem } from '#client/problem.ts';
import type { Session } from '#client/session.ts';
import { conversationOf, isMemberOf } from '#contract/message-id.ts';
import { readLog } from '#contract/routes/conversations.ts';
import { getMessage } from '#contract/routes/messages.ts';
import type { Entry } from '#contract/schemas.ts';
import type { Random } from '../simulation/random.ts';
import type { CloudProcess } from './cloud-process.ts';
import { judge, type Evidence, type Verdict } from './judge.ts';
import type { Person } from './people.ts';
import { judgePictures, type PictureFindings } from './pictures.ts';
import type { Witness } from './witness.ts';

/** At rest within so long after the last fault: a mailbox's period, and the deadline of a request. */
const REST_MS = 85_000;
const POLL_MS = 200;
const LOG_PAGE = 200;
/** How often people ask for messages of others. */
const PRYINGS = 200;

/** @returns false if the condition did not hold in time */
async function waitUntil(holds: () => boolean, milliseconds: number): Promise<boolean> {
  const deadline = performance.now() + milliseconds;
  while (!holds()) {
    if (performance.now() > deadline) return false;
    await sleep(POLL_MS);
  }
  return true;
}

export interface Judged {
  readonly verdict: Verdict;
  readonly pictures: PictureFindings;
}

/** Judges a run once everything is at rest, or has had its time. */
export async function verdictAtRest(
  people: readonly Person[],
  witness: Witness,
  random: Random,
  cloud: CloudProcess,
  progress: (step: string) => void,
): Promise<Judged> {
  const deadline = performance.now() + REST_MS;
  const devices = people.flatMap((person) => person.devices);
  await waitUntil(() => devices.every(({ unsent, ready }) => unsent === 0 && ready), REST_MS);
  progress('Reading all logs, and asking for messages of others …');
  const logs = await readLogs(people);
  const pried = await pry(people, logs, random);
  const { written, read } = witness;
  const acknowledged = [...witness.acknowledged.values()];
  const verdict = () =>
    judge({ written, acknowledged, logs, devices: devices.map(({ evidence }) => evidence), read, pried });
  progress('Comparing what every device shows …');
  // What is lost, duplicated or leaked stays so. What is shown may still catch up.
  await waitUntil(() => verdict().diverged.length === 0, deadline - performance.now());
  progress('Loading all pictures, and sweeping what no message has …');
  const pictures = await judgePictures({ people, witness, logs, cloud });
  const { lost, leaked, ...others } = verdict();
  return {
    verdict: {
      ...others,
      lost: [...lost, ...pictures.lost],
      leaked: [...leaked, ...pictures.leaked],
      'left behind': pictures.leftBehind,
    },
    pictures,
  };
}

async function readLogs(people: readonly Person[]): Promise<Evidence['logs']> {
  const logs: Evidence['logs'][number][] = [];
  for (const { name, peers } of people) {
    for (const peer of peers)
      logs.push({ reader: name, peer, entries: await readWhole(sessionOf(people, name), peer) });
  }
  return logs;
}

async function readWhole(session: Session, peer: string): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  for (;;) {
    const query = { after: entries.at(-1)?.seq ?? 0, limit: LOG_PAGE };
    const page = await session.call(readLog, { parameters: { peer }, query });
    entries.push(...page.items);
    if (!page.more) return entries;
  }
}

async function pry(people: readonly Person[], logs: Evidence['logs'], random: Random): Promise<Evidence['pried']> {
  const pried: Evidence['pried'][number][] = [];
  while (pried.length < PRYINGS) {
    const { reader, peer, entries } = random.pick(logs);
    const { name: person } = random.pick(people);
    if (entries.length === 0 || isMemberOf(conversationOf(reader, peer), person)) continue;
    const { id } = random.pick(entries);
    pried.push({ person, id, status: await statusOf(sessionOf(people, person), id) });
  }
  return pried;
}

async function statusOf(session: Session, id: string): Promise<number> {
  try {
    await session.call(getMessage, { parameters: { id } });
    return 200;
  } catch (thrown) {
    if (thrown instanceof ApiProblem) return thrown.status;
    throw thrown;
  }
}

function sessionOf(people: readonly Person[], name: string): Session {
  const device = people.find((person) => person.name === name)?.devices[0];
  if (!device) throw new Error(`${name} has no device.`);
  return device.session;
}
