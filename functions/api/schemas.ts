/** The things the API speaks of. Answers pass through these schemas too, so that a storage field can never leak. */
import * as z from 'zod/mini';
import { ABOUT_MAX_CHARACTERS, REASON_MAX_CHARACTERS, nameProblem, normalizeName, normalizeText, textProblem } from '../core/text.ts';
import { USER_NAME } from '../core/user-name.ts';

/** A whole number in a query or path, where everything is text. */
export const wholeNumber = (minimum: number, maximum: number) =>
  z.pipe(
    z.union([z.string().check(z.regex(/^[0-9]{1,15}$/)), z.number()], 'Must be a whole number'),
    z.coerce.number<string | number>().check(z.int(), z.minimum(minimum), z.maximum(maximum)),
  );

/** Highest seq: fifteen digits, well inside the integers a double holds exactly. */
export const SEQ_MAX = 999_999_999_999_999;
export const seqParameter = wholeNumber(0, SEQ_MAX);
export const Seq = z.int().check(z.minimum(0), z.maximum(SEQ_MAX));
/** RFC 3339, in UTC, with milliseconds. Clocks are only for display: order is by `seq`. */
const Timestamp = z.iso.datetime();

export const UserName = z.string().check(
  z.regex(USER_NAME, 'Must be 3 to 30 characters long: a to z, 0 to 9, - and _, beginning with a letter or a digit'),
);

const normalized = (normalize: (text: string) => string, problem: (text: string) => string | undefined) =>
  z.string().check(
    z.overwrite(normalize),
    z.refine((text: string) => problem(text) === undefined, { error: (issue) => `The text ${problem(String(issue.input))}` }),
  );

/** A message's text, as it is stored: see `core/text.ts`. */
export const Body = normalized(normalizeText, textProblem);
/** Why something is reported. */
export const Reason = normalized(normalizeText, (text) => textProblem(text, REASON_MAX_CHARACTERS));
export const DisplayName = normalized(normalizeName, nameProblem);
/** What a person says of themselves; nothing, too. */
export const About = normalized(normalizeText, (text) => (text === '' ? undefined : textProblem(text, ABOUT_MAX_CHARACTERS)));

/** The beginning of a user name, to list those that begin so. */
export const userNamePrefix = z.optional(z.string().check(z.regex(/^[a-z0-9][a-z0-9_-]{0,29}$/, 'Must be the beginning of a user name')));

export const User = z.object({
  username: UserName,
  displayName: z.string(),
  about: z.optional(z.string()),
  createdAt: Timestamp,
});
export type User = z.infer<typeof User>;

export const Profile = z.extend(User, {
  online: z.boolean(),
  lastSeenAt: z.optional(Timestamp),
});
export type Profile = z.infer<typeof Profile>;

/** One's own profile; the only place an e-mail address is ever answered. */
export const Me = z.extend(User, {
  email: z.string(),
  /** false: nobody sees how far I have read. */
  readReceipts: z.optional(z.literal(false)),
  /** Whether the routes of administrators are there for me. */
  administrator: z.optional(z.boolean()),
});
export type Me = z.infer<typeof Me>;

/** A session with a socket open. */
export const LiveSession = z.object({
  /** Names the session, and is no secret: nothing can be done with it but ending it. */
  session: z.string(),
  /** What it runs on, as far as it told: "Firefox on Linux". */
  device: z.string(),
  /** Since when its oldest open socket is connected. */
  connectedAt: Timestamp,
  /** Whether it is the session that asks. */
  current: z.boolean(),
});
export type LiveSession = z.infer<typeof LiveSession>;

const entryFields = {
  /** `<conversation>.<seq>` */
  id: z.string(),
  sender: UserName,
  recipient: UserName,
  seq: Seq,
  timestamp: Timestamp,
  /** The name its sender's client gave it; shown to the sender only. */
  clientId: z.optional(z.string()),
};

const Deleter = z.enum(['sender', 'moderator']);

const Quote = z.object({ id: z.string(), sender: UserName, body: z.string(), deleted: z.optional(Deleter) });
export type Quote = z.infer<typeof Quote>;

/** As it reads now. */
export const Message = z.object({
  ...entryFields,
  kind: z.literal('message'),
  /** Empty where the message was deleted. */
  body: z.string(),
  editedAt: z.optional(Timestamp),
  /** By whom. */
  deleted: z.optional(Deleter),
  reactions: z.optional(z.array(z.object({ emoji: z.string(), people: z.array(UserName) }))),
  /** The message it answers, as it reads now; not in the inbox. */
  quote: z.optional(Quote),
});
export type Message = z.infer<typeof Message>;

/** One entry of a conversation's log. `target` is the id of the message an entry changes. */
export const Entry = z.discriminatedUnion('kind', [
  Message,
  // The text is empty where the message was deleted since.
  z.object({ ...entryFields, kind: z.literal('edit'), target: z.string(), body: z.string() }),
  z.object({ ...entryFields, kind: z.literal('deletion'), target: z.string(), by: Deleter }),
  z.object({ ...entryFields, kind: z.literal('reaction'), target: z.string(), emoji: z.string(), on: z.boolean() }),
]);
export type Entry = z.infer<typeof Entry>;

/** One person's view of one conversation. */
export const Conversation = z.object({
  peer: UserName,
  /** Seq of the newest entry of any kind; 0 where nothing was written yet. */
  lastSeq: Seq,
  /** The newest message, as it reads now. */
  lastMessage: z.optional(Message),
  /** How many of the peer's messages lie after what I had read. */
  unread: z.int(),
  /** Seq up to which I have read. */
  readSeq: Seq,
  /** Whether I want not to be disturbed by it. */
  muted: z.boolean(),
  /** Whether I want to see it above the others. */
  pinned: z.boolean(),
  blocked: z.boolean(),
});
export type Conversation = z.infer<typeof Conversation>;

/** Something of a person's, in their export. */
export const Exported = z.discriminatedUnion('type', [
  z.extend(Me, { type: z.literal('profile') }),
  z.object({ type: z.literal('conversation'), peer: UserName, createdAt: Timestamp, readSeq: Seq, muted: z.boolean() }),
  z.object({ type: z.literal('block'), username: UserName }),
  z.object({ type: z.literal('entry'), entry: Entry }),
]);
export type Exported = z.infer<typeof Exported>;

/** An account, as administrators see it. */
export const Account = z.object({
  username: UserName,
  email: z.string(),
  status: z.enum(['confirmed', 'unconfirmed', 'disabled']),
  createdAt: Timestamp,
});
export type Account = z.infer<typeof Account>;

export const ReportStatus = z.enum(['open', 'resolved']);

/** A message or a person, as they were when they were reported. */
export const Report = z.object({
  id: z.string(),
  at: Timestamp,
  reporter: UserName,
  reason: z.string(),
  /** Exactly one of these two. */
  message: z.optional(z.object({ id: z.string(), sender: UserName, timestamp: Timestamp, body: z.string() })),
  user: z.optional(z.object({ username: UserName, displayName: z.string(), about: z.optional(z.string()) })),
  status: ReportStatus,
  resolvedBy: z.optional(UserName),
  resolvedAt: z.optional(Timestamp),
});
export type Report = z.infer<typeof Report>;

/** Something an administrator has done; `subject` is a user name, or the id of a message or a report. */
export const Act = z.object({
  id: z.string(),
  at: Timestamp,
  by: UserName,
  act: z.enum(['disable', 'enable', 'sign-out', 'resolve-report', 'remove-message']),
  subject: z.string(),
});
export type Act = z.infer<typeof Act>;

/** RFC 9457, with a `code` for programs and, for bad input, what is wrong field by field. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.string(),
  requestId: z.string(),
  errors: z.optional(z.record(z.string(), z.string())),
});
export type Problem = z.infer<typeof Problem>;

/** A page of a list. `next`, where there is more, is the `cursor` of the following page. */
export const pageOf = <S extends z.ZodMiniType>(item: S) => z.object({ items: z.array(item), next: z.optional(z.string()) });

/** The parameters every list takes. */
export const paging = { limit: z.optional(wholeNumber(1, 100)), cursor: z.optional(z.string().check(z.maxLength(500))) };
