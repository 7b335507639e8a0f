/** Promising a post to somebody, naming who helped, and who sees either. */

import { refuseField } from '#contract/refusal.ts';
import type { Offers, Owners } from './ports.ts';
import type { Helper, Post } from './post.ts';

/** What an owner says about help, with a change of a post. */
export interface HelpChange {
  readonly status?: Post['status'] | undefined;
  readonly promisedTo?: string | undefined;
  readonly helpers?: readonly NamedHelper[] | undefined;
  readonly othersHelped?: number | undefined;
}

interface NamedHelper {
  readonly username: string;
  readonly thanks?: string | undefined;
}

/** What is stored or shown of the help with a post. */
export type Help = Pick<Post, 'promisedTo' | 'helpers' | 'othersHelped'>;

/** Returns what is stored of help once a post was changed. What does not belong to its new status goes. */
export function changedHelp(post: Post, change: HelpChange): Help {
  const { status = post.status } = change;
  const promisedTo = status === 'promised' ? (change.promisedTo ?? post.promisedTo) : undefined;
  const helpers = change.helpers?.map(({ username, thanks }): Helper => ({
    username,
    ...(thanks !== undefined && { thanks }),
  }));
  const named = helpers ?? post.helpers ?? [];
  const others = change.othersHelped ?? post.othersHelped ?? 0;
  return {
    ...(promisedTo !== undefined && { promisedTo }),
    ...(named.length > 0 && { helpers: named }),
    ...(others > 0 && { othersHelped: others }),
  };
}

/** True if a post says about help what a change says. */
export const hasHelp = (post: Post, { promisedTo, helpers, othersHelped }: HelpChange): boolean =>
  (promisedTo ?? post.promisedTo) === post.promisedTo &&
  (othersHelped ?? post.othersHelped ?? 0) === (post.othersHelped ?? 0) &&
  (helpers === undefined || areSame(helpers, post.helpers ?? []));

const areSame = (named: readonly NamedHelper[], stored: readonly Helper[]): boolean =>
  named.length === stored.length &&
  named.every(({ username, thanks }, i) => username === stored[i]?.username && thanks === stored[i].thanks);

/**
 * Refuses people who made no offer. A block between the two is no reason: the owner would learn of it. It keeps them
 * from reading what is said about them.
 * @throws {Refusal} `invalid`
 */
export async function requireOffers(
  offers: Pick<Offers, 'get'>,
  { id, status }: Pick<Post, 'id' | 'status'>,
  { promisedTo, helpers = [], othersHelped = 0 }: HelpChange,
): Promise<void> {
  if (promisedTo !== undefined && status !== 'promised')
    throw refuseField('promisedTo', 'not-allowed', 'Takes the status `promised`');
  if (helpers.length > 0 && status !== 'done') throw refuseField('helpers', 'not-allowed', 'Takes the status `done`');
  if (othersHelped > 0 && status !== 'done')
    throw refuseField('othersHelped', 'not-allowed', 'Takes the status `done`');
  const haveOffered = async (people: readonly string[]): Promise<boolean> =>
    (await Promise.all(people.map((person) => offers.get(id, person)))).every((offer) => offer !== undefined);
  if (promisedTo !== undefined && !(await haveOffered([promisedTo])))
    throw refuseField('promisedTo', 'not-found', 'Must be somebody who made an offer');
  if (!(await haveOffered(helpers.map(({ username }) => username))))
    throw refuseField('helpers', 'not-found', 'Must be people who made an offer');
}

/**
 * Returns what a reader sees of the help with posts, by post. People who have deleted their accounts are not named any
 * more, and count among the others.
 */
export async function helpSeenBy(
  owners: Pick<Owners, 'remaining'>,
  reader: string,
  posts: readonly Post[],
): Promise<(post: Post) => Help> {
  const named = posts.filter(({ owner }) => owner === reader).flatMap(peopleIn);
  const remaining = named.length > 0 ? await owners.remaining(named) : new Set<string>();
  return (post) => {
    const { owner, promisedTo, helpers = [], othersHelped = 0 } = post;
    if (owner !== reader) return promisedTo === reader ? { promisedTo } : {};
    const there = helpers.filter(({ username }) => remaining.has(username));
    const others = othersHelped + helpers.length - there.length;
    return {
      ...(promisedTo !== undefined && remaining.has(promisedTo) && { promisedTo }),
      ...(there.length > 0 && { helpers: there }),
      ...(others > 0 && { othersHelped: others }),
    };
  };
}

const peopleIn = ({ promisedTo, helpers = [] }: Post): readonly string[] => [
  ...(promisedTo === undefined ? [] : [promisedTo]),
  ...helpers.map(({ username }) => username),
];
