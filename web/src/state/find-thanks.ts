/** Thank-yous: those I was given, and those that others show. */
import type { Session } from '#client/session.ts';
import { listThanks } from '#contract/routes/thanks.ts';
import { THANKS_PER_PAGE, type Thanks } from '#contract/thanks.ts';

/**
 * Returns the thank-you that a person was given for a post, if there is one. Reads the pages up to it: of at most 200.
 * @throws {Failure}
 */
export async function findThanks(
  session: Pick<Session, 'call'>,
  username: string,
  post: string,
): Promise<Thanks | undefined> {
  let cursor: string | undefined;
  do {
    const query = { limit: THANKS_PER_PAGE, ...(cursor !== undefined && { cursor }) };
    const page = await session.call(listThanks, { parameters: { username }, query });
    const found = page.items.find((thanks) => thanks.post === post);
    if (found) return found;
    cursor = page.next;
  } while (cursor !== undefined);
  return undefined;
}
