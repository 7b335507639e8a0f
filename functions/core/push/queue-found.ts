/**
 * Queueing what new posts say to those whose saved searches find them. A post makes a bounded number of jobs, however
 * many people search for its like: the copies of searches that are read, the people that are looked at and the jobs all
 * have a limit. Where there are more, each batch of posts begins with others. It may run twice and late: the sender
 * checks everything again.
 */

import { finding } from '../feed/finding.ts';
import { cardOf, isShown, type Post } from '../feed/post.ts';
import type { Searches } from '../feed/saved-searches.ts';
import type { Seeker, Seekers } from '../feed/seekers.ts';
import { topicsOfPost } from '../feed/topics.ts';
import type { PushDevices } from './device.ts';
import { FIRST_WAIT_SECONDS, type PushQueue, type QueuedJob, type SearchJob } from './job.ts';
import { isFoundUntold, searchKeyName, type ToldSearches } from './told-searches.ts';

export interface QueueFoundServices {
  readonly seekers: Pick<Seekers, 'list'>;
  readonly searches: Pick<Searches, 'getMany'>;
  readonly told: Pick<ToldSearches, 'getMany'>;
  readonly devices: Pick<PushDevices, 'reachable' | 'audience'>;
  readonly queue: PushQueue;
}

/** People who are looked at for one post at most. Each costs some reads. */
const LOOKED_AT_MAX = 200;
/** People who are told of one post at most. */
const TOLD_MAX = 100;

/**
 * Queues a job for each person that these posts are found for, one at most for each of their searches.
 * @param deadline epoch milliseconds after which no post is begun. Those for whom the time is short are not told: their
 * lists have the posts.
 * @returns the posts whose jobs could not be queued, and must be delivered again
 */
export async function queueFound(
  services: QueueFoundServices,
  posts: readonly Post[],
  clock: () => number,
  deadline: number,
): Promise<readonly Post[]> {
  const queued = new Set<string>();
  const shown = posts.filter((post) => isShown(post, clock()));
  // Posts that come together read each topic once.
  const read = readOnceEach(services.seekers, shown[0]?.id ?? '');
  const failed: Post[] = [];
  // One after the other: each may concern many people.
  for (const post of shown) {
    const now = clock();
    if (now >= deadline) break;
    const copies = (await Promise.all(topicsOfPost(post).map(read))).flat();
    const jobs = (await jobsFor(services, post, copies, now)).filter(({ job }) => !queued.has(nameOf(job)));
    const chosen = jobs.slice(0, TOLD_MAX);
    for (const { job } of chosen) queued.add(nameOf(job));
    if (chosen.length > 0 && (await services.queue.send(chosen)).length > 0) failed.push(post);
  }
  return failed;
}

type QueuedSearch = QueuedJob & { readonly job: SearchJob };

const keyOf = ({ recipient, search }: SearchJob) => ({ person: recipient, search });
const nameOf = (job: SearchJob): string => searchKeyName(keyOf(job));

function readOnceEach({ list }: QueueFoundServices['seekers'], draw: string) {
  const topics = new Map<string, Promise<readonly Seeker[]>>();
  return (topic: string): Promise<readonly Seeker[]> => {
    const reading = topics.get(topic) ?? list(topic, draw);
    topics.set(topic, reading);
    return reading;
  };
}

async function jobsFor(
  { searches, told, devices }: QueueFoundServices,
  post: Post,
  copies: readonly Seeker[],
  now: number,
): Promise<readonly QueuedSearch[]> {
  const hits = firstOfEach(copies.filter((seeker) => isFound(seeker, post, now))).slice(0, LOOKED_AT_MAX);
  if (hits.length === 0) return [];
  const reachable = await devices.reachable(hits.map(({ person }) => person));
  const people = hits.map(({ person }) => person).filter((person) => reachable.has(person));
  if (people.length === 0) return [];
  const [saved, audiences] = await Promise.all([searches.getMany(people), devices.audience(people, 'eventual')]);
  const candidates = people.flatMap((person) => {
    const { searches: current = [], readUntil = 0 } = saved.get(person) ?? {};
    const wanted = audiences.get(person)?.devices.some(({ off }) => !off.includes('searches')) ?? false;
    // The search as it is now, which may have changed since it was copied.
    const search = current.find((one) => isFound({ person, search: one }, post, now));
    return wanted && search ? [{ person, search: search.id, readUntil }] : [];
  });
  const states = await told.getMany(candidates);
  return candidates
    .filter((one) => isFoundUntold(states.get(searchKeyName(one)), post.createdAt, one.readUntil, now))
    .map(({ person, search }) => {
      const job = { kind: 'search' as const, recipient: person, post: post.id, search, at: post.createdAt };
      return (audiences.get(person)?.inSight.size ?? 0) > 0
        ? { job: { ...job, waits: 1 }, delaySeconds: FIRST_WAIT_SECONDS }
        : { job, delaySeconds: 0 };
    });
}

const isFound = ({ person, search }: Seeker, post: Post, now: number): boolean =>
  person !== post.owner && finding(search, now)(cardOf(post));

/** Keeps one search of each person: a post is told once, however many of theirs find it. */
const firstOfEach = (seekers: readonly Seeker[]): readonly Seeker[] =>
  [...new Map(seekers.toReversed().map((seeker) => [seeker.person, seeker])).values()].toReversed();
