/**
 * What people are thanked for. A thank-you stands with the post, and is projected to its helper, who decides whether
 * others see it. While one of the two has blocked the other, the helper does not see it either. It still counts, so
 * that the count tells nobody of a block.
 */

import { notFound } from '#contract/refusal.ts';
import { HELPED_MAX } from '#contract/thanks.ts';
import { isUserName } from '#contract/user-name.ts';
import type { OwnerProfile, Owners, Thanks, ThanksList } from './ports.ts';
import { ownerOf } from './post-id.ts';

export interface ThanksServices {
  readonly thanks: Pick<ThanksList, 'get' | 'list' | 'show'>;
  readonly owners: Pick<Owners, 'visible'>;
}

/** A thank-you with its text, and what is shown of its giver. */
export interface ShownThanks {
  readonly thanks: Thanks & { readonly text: string };
  readonly giver: OwnerProfile;
}

export interface ThanksPage {
  readonly found: readonly ShownThanks[];
  /** How much the person has helped; undefined for a page that is not the first. */
  readonly help: { readonly posts: number; readonly people: number; readonly more: boolean } | undefined;
  /** Id of a post, after which the next page begins; undefined: this was the last. */
  readonly next: string | undefined;
}

interface Range {
  /** Id of a post. */
  readonly after: string | undefined;
  readonly limit: number;
}

/**
 * Returns thank-yous of a person that the reader may see, in the order of the posts' ids.
 * @throws {Refusal} `not-found` where the person is not there for the reader
 */
export async function listThanks(
  services: ThanksServices,
  reader: string,
  helper: string,
  range: Range,
): Promise<ThanksPage & { readonly helper: OwnerProfile }> {
  if (!isUserName(helper)) throw notFound();
  const [visible, page] = await Promise.all([
    services.owners.visible(reader, [helper], 'strong'),
    pageOfThanks(services, reader, helper, range),
  ]);
  const profile = visible.get(helper);
  if (!profile) throw notFound();
  return { ...page, helper: profile };
}

/** Returns thank-yous that a person was given, shown or not, in the order of the posts' ids. */
export const listOwnThanks = (services: ThanksServices, helper: string, range: Range): Promise<ThanksPage> =>
  pageOfThanks(services, helper, helper, range);

async function pageOfThanks(
  { thanks, owners }: ThanksServices,
  reader: string,
  helper: string,
  { after, limit }: Range,
): Promise<ThanksPage> {
  const stored = await thanks.list(helper, after, HELPED_MAX + 1);
  const read = stored.slice(0, HELPED_MAX);
  const isMore = stored.length > HELPED_MAX;
  const helped = read.filter(({ gone }) => !gone);
  const wanted = helped.filter(hasText).filter(({ shown }) => shown === true || reader === helper);
  const page = wanted.slice(0, limit);
  const people = new Set(helped.map(({ post }) => ownerOf(post))).size;
  const last = wanted.length > limit ? page.at(-1) : isMore ? read.at(-1) : undefined;
  return {
    found: await withGivers(owners, reader, helper, page),
    help: after === undefined ? { posts: helped.length, people, more: isMore } : undefined,
    next: last?.post,
  };
}

/** Returns those whose givers are there for the reader and for the helper, both. */
async function withGivers(
  owners: Pick<Owners, 'visible'>,
  reader: string,
  helper: string,
  page: readonly ShownThanks['thanks'][],
): Promise<readonly ShownThanks[]> {
  if (page.length === 0) return [];
  const givers = [...new Set(page.map(({ post }) => ownerOf(post)))];
  const [forReader, forHelper] = await Promise.all(
    [...new Set([reader, helper])].map((person) => owners.visible(person, givers, 'eventual')),
  );
  return page.flatMap((thanks) => {
    const name = ownerOf(thanks.post);
    const giver = forReader?.get(name);
    return giver && (forHelper ?? forReader)?.has(name) ? [{ thanks, giver }] : [];
  });
}

const hasText = (thanks: Thanks): thanks is ShownThanks['thanks'] => !thanks.gone && thanks.text !== undefined;

/** Returns a thank-you that the reader may see. @throws {Refusal} `not-found` */
export async function readThanks(
  { thanks, owners }: Pick<ThanksServices, 'owners'> & { readonly thanks: Pick<ThanksList, 'get'> },
  reader: string,
  { post, helper }: { readonly post: string; readonly helper: string },
): Promise<ShownThanks> {
  ownerOf(post);
  if (!isUserName(helper)) throw notFound();
  const [stored, visible] = await Promise.all([thanks.get(helper, post), owners.visible(reader, [helper], 'strong')]);
  if (!stored || !hasText(stored) || !visible.has(helper)) throw notFound();
  if (stored.shown !== true && reader !== helper) throw notFound();
  const [found] = await withGivers(owners, reader, helper, [stored]);
  if (!found) throw notFound();
  return found;
}

/** Shows a thank-you on the helper's profile, or hides it. @throws {Refusal} `not-found` */
export async function showThanks(
  services: ThanksServices,
  helper: string,
  post: string,
  shown: boolean,
): Promise<void> {
  await readThanks(services, helper, { post, helper });
  if (!(await services.thanks.show(helper, post, shown))) throw notFound();
}
