/**
 * Queueing what a changed post says to others: to whom it is promised, and who is thanked. It may run twice and late:
 * it is told once for each person and post, which the sender makes sure of.
 */

import { changesOutcome } from '../feed/announce-outcomes.ts';
import type { Post } from '../feed/post.ts';
import type { PushDevices } from './device.ts';
import { FIRST_WAIT_SECONDS, type PostJob, type PushQueue } from './job.ts';

export interface QueuePostsServices {
  readonly devices: Pick<PushDevices, 'reachable' | 'audience'>;
  readonly queue: PushQueue;
}

/**
 * Queues a job for each person that these posts speak to and who has a device.
 * @returns the posts whose jobs could not be queued, and must be delivered again
 */
export async function queuePosts(
  { devices, queue }: QueuePostsServices,
  posts: readonly Post[],
  now: number,
): Promise<readonly Post[]> {
  const jobs = new Map(
    posts
      .filter(changesOutcome)
      .flatMap((post) => jobsOf(post, now))
      .map((job) => [`${job.kind} ${job.recipient} ${job.post}`, job]),
  );
  if (jobs.size === 0) return [];
  const reachable = await devices.reachable([...new Set([...jobs.values()].map(({ recipient }) => recipient))]);
  if (reachable.size === 0) return [];
  const people = await devices.audience([...reachable], 'eventual');
  const queued = [...jobs.values()].flatMap((job) => {
    const audience = people.get(job.recipient);
    if (!audience || audience.devices.length === 0) return [];
    return audience.inSight.size > 0
      ? [{ job: { ...job, waits: 1 }, delaySeconds: FIRST_WAIT_SECONDS }]
      : [{ job, delaySeconds: 0 }];
  });
  if (queued.length === 0) return [];
  const failed = new Set((await queue.send(queued)).map(({ job }) => (job.kind === 'message' ? '' : job.post)));
  return posts.filter(({ id }) => failed.has(id));
}

function jobsOf(post: Post, now: number): readonly PostJob[] {
  const { id, status, promisedTo, helpers = [], closedAt = now } = post;
  if (status === 'promised' && promisedTo !== undefined)
    return [{ kind: 'promise', recipient: promisedTo, post: id, at: now }];
  if (status !== 'done') return [];
  return helpers.flatMap(({ username, thanks }) =>
    thanks === undefined ? [] : [{ kind: 'thanks' as const, recipient: username, post: id, at: closedAt }],
  );
}
