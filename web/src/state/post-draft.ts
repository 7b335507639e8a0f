/** The post that is being written: kept as the drafts of messages are, so that it survives a reload. */
import { uuid } from '#client/uuid.ts';
import { LASTS_DAYS } from '../text/posts.ts';
import { usual } from '../words/usual.ts';
import { readDraft, writeDraft } from './drafts.ts';

/** What is typed and chosen. Its fields are those of the form, in their order. */
const emptyValues = () => ({
  kind: 'need',
  title: '',
  category: 'other',
  description: '',
  reward: usual.reward,
  placeName: '',
  /** The middle of the square of 600 m as `latitude,longitude`; empty: no place. */
  place: '',
  blur: '600m',
  days: String(LASTS_DAYS.need),
});

export type PostDraftValues = Readonly<Record<keyof ReturnType<typeof emptyValues>, string>>;

export interface PostDraft {
  readonly values: PostDraftValues;
  /** The same for every try to publish it, so that it is published once. */
  readonly clientId: string;
  /** The end that the first try named, and for how many days: another try must say the same. */
  readonly end?: { readonly days: string; readonly lastsUntil: string };
}

/** Where the draft is kept, among those of messages: no user name has a slash. */
export const POST_DRAFT_PLACE = '/needs/new';

/** Returns the draft that was kept, or a new one. */
export function readPostDraft(me: string): PostDraft {
  try {
    const { values, ...kept } = JSON.parse(readDraft(me, POST_DRAFT_PLACE)) as PostDraft;
    return { ...kept, values: { ...emptyValues(), ...values } };
  } catch {
    return { values: emptyValues(), clientId: uuid() };
  }
}

/** Returns the draft of a post that waits in the outbox: published unchanged, it must say the same as before. */
export const postDraftOf = (
  fields: Readonly<Record<string, string>>,
  clientId: string,
  lastsUntil: string | undefined,
): PostDraft => {
  const values = { ...emptyValues(), ...fields };
  return { values, clientId, ...(lastsUntil !== undefined && { end: { days: values.days, lastsUntil } }) };
};

export const hasPostDraft = (me: string): boolean => readDraft(me, POST_DRAFT_PLACE) !== '';

export const writePostDraft = (me: string, draft: PostDraft): void =>
  writeDraft(me, POST_DRAFT_PLACE, JSON.stringify(draft));

export const deletePostDraft = (me: string): void => writeDraft(me, POST_DRAFT_PLACE, '');
