/** What is queued to be told. A job names things and holds no text: its function reads what is true then. */

import { isUserName } from '#contract/user-name.ts';

interface Told {
  readonly recipient: string;
  /** How often it has waited for somebody to look; absent: not yet. */
  readonly waits?: number;
  /** Only these sessions are left: the others were told, and it was claimed. */
  readonly sessions?: readonly string[];
  /** How often a push service has put them off. */
  readonly attempts?: number;
}

export interface MessageJob extends Told {
  readonly kind: 'message';
  readonly conversation: string;
  readonly seq: number;
}

/** Of a post of somebody else, in which the recipient has a part. */
export interface PostJob extends Told {
  readonly kind: 'promise' | 'thanks';
  /** Id of the post. */
  readonly post: string;
  /** When it was said, in epoch milliseconds. */
  readonly at: number;
}

/** A saved search of the recipient finds a new post. */
export interface SearchJob extends Told {
  readonly kind: 'search';
  /** Id of the post. */
  readonly post: string;
  /** Id of the search. */
  readonly search: string;
  /** When it was published, in epoch milliseconds. */
  readonly at: number;
}

export type Job = MessageJob | PostJob | SearchJob;

export interface QueuedJob {
  readonly job: Job;
  readonly delaySeconds: number;
}

/** The queue of jobs. It delivers each at least once. */
export interface PushQueue {
  /** @returns those that could not be queued */
  send(jobs: readonly QueuedJob[]): Promise<readonly QueuedJob[]>;
}

/** How long somebody who has a page in sight may look before their other devices are told. */
export const FIRST_WAIT_SECONDS = 30;
/**
 * How long until it is looked at once more whether a page that was in sight still is: after ten idle minutes the
 * gateway has closed the socket of a device that died without a word.
 */
export const SECOND_WAIT_SECONDS = 10 * 60 + FIRST_WAIT_SECONDS;

/** Returns the job in a text of the queue; undefined for another text. */
export function jobIn(text: string): Job | undefined {
  const job = parse(text) as Partial<Omit<MessageJob, 'kind'> & Omit<SearchJob, 'kind'>> & { readonly kind?: string };
  if (typeof job.recipient !== 'string' || !isUserName(job.recipient)) return undefined;
  const isOfMessage = job.kind === 'message' && typeof job.conversation === 'string' && Number.isInteger(job.seq);
  const isSaid = ['promise', 'thanks'].includes(job.kind ?? '');
  const isFound = job.kind === 'search' && typeof job.search === 'string';
  const isOfPost = (isSaid || isFound) && typeof job.post === 'string' && Number.isInteger(job.at);
  return isOfMessage || isOfPost ? (job as Job) : undefined;
}

function parse(text: string): object {
  try {
    return Object(JSON.parse(text)) as object;
  } catch {
    return {};
  }
}
