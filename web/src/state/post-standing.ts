/** Where the post of a conversation stands, and what that means for the two people who talk about it. */
import { readPostIfThere } from '#client/offers.ts';
import type { Session } from '#client/session.ts';
import type { PostKind } from '#contract/posts.ts';
import { getOutcome } from '#contract/routes/thanks.ts';
import { isRefusal } from '../text/explain.ts';
import { standings, standingOf } from '../text/posts.ts';
import { posts } from '../words/posts.ts';

export interface Standing {
  readonly kind: PostKind;
  /** open, promised, done, withdrawn, removed, expired, or one of a later version. */
  readonly status: string;
  /** To whom it is promised, or who helped: one of the two in the conversation, or somebody else. */
  readonly chosen: 'me' | 'peer' | 'another' | 'none';
}

/**
 * Reads where a post stands, which for somebody who has made an offer is known of a post that is over, too.
 * @returns undefined where the post is no longer there
 * @throws {Failure}
 */
export async function readStanding(
  session: Pick<Session, 'call'>,
  { id, me, peer }: { readonly id: string; readonly me: string; readonly peer: string },
): Promise<Standing | undefined> {
  if (!id.startsWith(`${me}.`)) {
    try {
      const { kind, status, chosen } = await session.call(getOutcome, { parameters: { id } });
      return { kind, status, chosen: chosen === 'you' ? 'me' : chosen === 'another' ? 'another' : 'none' };
    } catch (reason) {
      if (!isRefusal(reason, 'not-found')) throw reason;
    }
  }
  const post = await readPostIfThere(session, id);
  if (!post) return undefined;
  const { kind, promisedTo, helpers = [], othersHelped = 0 } = post;
  const chosen = [...(promisedTo === undefined ? [] : [promisedTo]), ...helpers.map(({ username }) => username)];
  return {
    kind,
    status: standingOf(post, new Date()),
    chosen: chosen.includes(me)
      ? 'me'
      : chosen.includes(peer)
        ? 'peer'
        : chosen.length + othersHelped > 0
          ? 'another'
          : 'none',
  };
}

/** @param name of the person I talk with */
export function standingText({ status, chosen }: Standing, name: string): string {
  if (status === 'promised' && chosen === 'me') return posts.promisedToYou;
  if (status === 'promised' && chosen === 'peer') return posts.promisedTo(name);
  if (status === 'done' && chosen === 'me') return posts.doneYouHelped;
  if (status === 'done' && chosen === 'peer') return posts.doneHelped(name);
  return Object.hasOwn(standings(), status) ? standings()[status as keyof ReturnType<typeof standings>] : posts.over;
}

/** True if the owner, who is not me, has chosen somebody else. */
export const isAnotherChosen = ({ status, chosen }: Standing): boolean =>
  (status === 'promised' || status === 'done') && chosen === 'another';

export const isLive = ({ status }: Standing): boolean => status === 'open' || status === 'promised';
