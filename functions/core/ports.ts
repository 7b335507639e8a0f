/**
 * The ports: everything the rules need from outside. An adapter implements them (`functions/aws` on AWS, the tests in
 * memory), and a rule names the methods it takes by `Pick`.
 *
 * Times are epoch milliseconds, durations are milliseconds. A method that returns a list returns it in no order, unless
 * it says otherwise. Reads are strongly consistent, unless they say otherwise.
 */

import type { Position } from '#contract/message-id.ts';
import type { Account, ListedAccount, NewAccount, SecondFactors, Standing, Tokens } from './account.ts';
import type { Connection } from './connection.ts';
import type { ConversationRow, Preferences, ReadPosition, RowRange, SeenRow } from './conversation-row.ts';
import type { ChangeOf, Entry, Head } from './entry.ts';
import type { MailLanguage } from './mail-language.ts';
import type { Act, RecordPage, RecordRange, Report } from './moderation-record.ts';
import type { ProfileChange, User } from './user.ts';

/** The logs of all conversations. The head of a log is not an entry and is never among them. */
export interface Log extends ChangeTargets {
  /** The generation in which entries are written. A restore raises it; absent: the first. */
  readonly generation?: number;
  /** Returns the entry at a position. An `eventual` read is cheaper and may miss an entry that was just written. */
  get(position: Position, consistency: 'strong' | 'eventual'): Promise<Entry | undefined>;
  /** Returns the entries that exist at these positions. */
  getMany(positions: readonly Position[]): Promise<readonly Entry[]>;
  /** Returns the newest entry. */
  tail(conversation: string): Promise<Entry | undefined>;
  /** Returns the entries with `seq >= from`, ascending, at most `limit` of them. */
  entriesFrom(conversation: string, from: number, limit: number): Promise<readonly Entry[]>;
  /** Returns the entries with `seq < before` (undefined: from the end), descending, at most `limit` of them. */
  entriesBefore(conversation: string, before: number | undefined, limit: number): Promise<readonly Entry[]>;
  /** As `entriesBefore`, but ends where one read of the database does. Returns an entry if there is one. */
  pageBefore(conversation: string, before: number | undefined, limit: number): Promise<readonly Entry[]>;
  /** Writes an entry if its slot is free. @returns whether it was */
  put(entry: Entry): Promise<boolean>;

  /** Returns the heads that exist of these conversations. */
  heads(conversations: readonly string[]): Promise<readonly Head[]>;
  /**
   * Writes a head, unless the stored one has not reached `after` or is as new as this one.
   * @param after the caller has applied every entry after this seq up to the head; only for 0 may there be no head yet
   * @returns the seq the stored head has reached now; 0 where there is none
   */
  advanceHead(head: Head, after: number): Promise<number>;
  /**
   * Notes for the operator a change that can never be applied to its message.
   * @returns false where the error may be temporary and a retry may help: then nothing is noted
   */
  skipIfPermanent(position: Position, error: unknown): boolean;

  /** Takes the keys of its files from a deleted message, once the files are gone. */
  forgetFiles(message: Position): Promise<void>;

  /**
   * Removes a conversation, head included. A repeat removes what is left of it.
   * @param until when to stop, between two steps of some hundred items
   * @returns whether nothing is left
   */
  removeAll(conversation: string, until: number): Promise<boolean>;
}

/**
 * Applies a change to the message it targets, by an update guarded by seq. Leaves a target alone that is not a
 * message.
 */
export interface ChangeTargets {
  /**
   * Gives the message the edit's text, unless it has a newer edit's, and notes the edit in the message.
   * @returns false where the message is deleted
   */
  applyEdit(edit: ChangeOf<'edit'>): Promise<boolean>;
  /** Erases the message's text for good. @returns the seqs of the edits noted so far: their texts must go as well */
  applyDeletion(deletion: ChangeOf<'deletion'>): Promise<readonly number[]>;
  applyReaction(reaction: ChangeOf<'reaction'>): Promise<void>;
  /** Erases the text of an edit's own entry. */
  eraseEdit(edit: Position): Promise<void>;
}

/** Each person's own view of their conversations, one row per conversation. */
export interface Conversations {
  get(username: string, peer: string): Promise<ConversationRow | undefined>;
  /** Returns the rows that exist of these conversations of a person. */
  getMany(username: string, peers: readonly string[]): Promise<readonly ConversationRow[]>;
  /** Returns the rows that exist of these people's conversations with `peer`. */
  getOthers(usernames: readonly string[], peer: string): Promise<readonly ConversationRow[]>;
  /** Returns rows of a person, in the order of their peers. */
  list(username: string, range: RowRange): Promise<readonly ConversationRow[]>;
  /** Creates the rows of both people, unless they exist. */
  open(one: string, other: string, at: number): Promise<void>;
  /** Sets the given preferences. Creates the row if there is none. @returns the row */
  setPreferences(username: string, peer: string, preferences: Preferences, at: number): Promise<ConversationRow>;
  /**
   * Names the places of a conversation in the inbox.
   * @param seen what the row must still say
   * @returns whether it did
   */
  setListed(username: string, peer: string, listed: string, seen: SeenRow): Promise<boolean>;
  /**
   * Moves a read position forward or leaves it as it is. Either way the conversation is no longer marked as unread.
   * @returns the row; undefined where it was further already
   */
  advanceRead(username: string, peer: string, position: ReadPosition, at: number): Promise<ConversationRow | undefined>;
  /**
   * Blocks `peer`. From then on they see the read position of `username` as it is now.
   * @returns the row, also where they were blocked already
   */
  block(username: string, peer: string, at: number): Promise<ConversationRow | undefined>;
  /** @returns the row, if there is one */
  unblock(username: string, peer: string): Promise<ConversationRow | undefined>;
  /** Removes all rows of a person, like the removal of a log. @returns whether nothing is left */
  removeAll(username: string, until: number): Promise<boolean>;
}

/** Profiles. Reads may be eventually consistent. */
export interface Users {
  /** Returns the profile, or the tombstone of a deleted one. A `strong` read sees every write before it. */
  get(username: string, consistency?: 'strong'): Promise<User | undefined>;
  /** Returns the profiles that exist of these people, tombstones included. Strongly consistent unless `eventual`. */
  getMany(usernames: readonly string[], consistency?: 'eventual'): Promise<readonly User[]>;
  /**
   * Returns the profiles and tombstones whose names begin with this character, ascending.
   * @param range `after`: a name that begins with it as well
   */
  listByInitial(initial: string, range: NameRange): Promise<readonly User[]>;
  /** Creates a profile, unless the name is or was taken. */
  create(user: User): Promise<void>;
  /**
   * Changes a profile that is not deleted.
   * @param ifVersion changes it only if this is the version of its words; 0: it has none
   * @returns the changed profile; undefined where it was not changed
   */
  update(username: string, change: ProfileChange, ifVersion?: number): Promise<User | undefined>;
  /** Records when a person was last connected. */
  markSeen(username: string, at: number): Promise<void>;
  /** Replaces a profile by a tombstone, which holds nothing but that the name was taken. */
  leaveTombstone(username: string, at: number): Promise<void>;
}

export interface NameRange {
  /** The last name of the page before. */
  readonly after?: string | undefined;
  readonly limit: number;
}

/** The accounts behind the profiles: names, addresses, passwords, codes and tokens. Refuses with a `Refusal`. */
export interface Accounts extends SecondFactors {
  /** Creates an account and mails a code to its address. */
  signUp(account: NewAccount): Promise<void>;
  confirm(username: string, code: string): Promise<void>;
  /** Mails another code. @param addressIsTaken as for a new account */
  resendCode(username: string, language: MailLanguage, addressIsTaken: boolean): Promise<void>;
  /** @param name a user name or an e-mail address @throws {CodeNeeded} where two-step sign-in is on */
  signIn(name: string, password: string): Promise<Tokens>;
  refresh(refreshToken: string): Promise<Tokens>;
  revoke(refreshToken: string): Promise<void>;
  /** Mails a code. @param name a user name or an e-mail address */
  forgotPassword(name: string, language: MailLanguage): Promise<void>;
  /** @param name a user name or an e-mail address */
  resetPassword(name: string, code: string, password: string): Promise<void>;
  changePassword(accessToken: string, password: string, newPassword: string): Promise<void>;
  signOutEverywhere(username: string): Promise<void>;
  /** @param name a user name or an e-mail address */
  find(name: string): Promise<Account>;
  /** Removes an account; one that is gone already is no error. */
  remove(username: string): Promise<void>;
  /**
   * Removes an account by one request, which is not repeated where its answer is lost: the repeat could meet the next
   * account of that name.
   */
  removeOnce(username: string): Promise<void>;
}

/** A deletion of an account. */
export interface Deletion {
  readonly username: string;
  /** When it was begun. */
  readonly at: number;
}

/** The deletions that have begun and are not finished. */
export interface Deletions {
  /** Notes a deletion; a repeat counts as begun anew. */
  begin(deletion: Deletion): Promise<void>;
  /** Returns a page in the order of names. @param range.after the last name of the page before */
  list(range: { readonly after: string | undefined; readonly limit: number }): Promise<readonly Deletion[]>;
  finish(username: string): Promise<void>;
}

/** The accounts, as administrators use them. */
export interface AccountDirectory {
  /** @param token from the page before @throws {Refusal} `invalid` for an unknown token */
  list(
    prefix: string,
    token: string | undefined,
    limit: number,
  ): Promise<{ readonly accounts: readonly ListedAccount[]; readonly next: string | undefined }>;
  exists(username: string): Promise<boolean>;
  /** Returns what an account may do now; undefined where there is none. */
  standing(username: string): Promise<Standing | undefined>;
  disable(username: string): Promise<void>;
  enable(username: string): Promise<void>;
  /** Has sign-ins take the password alone again. */
  turnOffSecondFactor(username: string): Promise<void>;
  signOutEverywhere(username: string): Promise<void>;
}

/** The sockets that are open, and the marks that keep ended sessions from opening more. */
export interface Connections {
  /**
   * Returns the live sockets of these people, without those of ended sessions. Strongly consistent unless `eventual`.
   */
  list(usernames: readonly string[], consistency?: 'eventual'): Promise<readonly Connection[]>;
  /**
   * Adds a socket.
   * @param issuedAt when the access token was issued that opened it
   * @returns all sockets of the person; undefined where its session, or every token issued until then, was ended
   */
  add(connection: Connection, issuedAt: number): Promise<readonly Connection[] | undefined>;
  /** Removes sockets of a person; those that are gone already are no error. */
  remove(username: string, connectionIds: readonly string[]): Promise<void>;
  /** Keeps a session from opening sockets, and ends its pushes. @returns all sockets the person has */
  markEnded(username: string, session: string, at: number): Promise<readonly Connection[]>;
  /** Keeps every token issued until `at` from opening sockets, and ends all pushes. @returns all sockets there are */
  markAllEnded(username: string, at: number): Promise<readonly Connection[]>;
  /** True if the session of a token, or every token issued until `issuedAt`, was ended. */
  isEnded(username: string, session: string, issuedAt: number): Promise<boolean>;
  /** Notes that a session was made with a second factor, for as long as refresh tokens live. */
  markSecondFactor(username: string, session: string, at: number): Promise<void>;
  hasSecondFactor(username: string, session: string): Promise<boolean>;
  /** Keeps a session from being refreshed, for as long as refresh tokens live. */
  revoke(username: string, session: string, at: number): Promise<void>;
  isRevoked(username: string, session: string): Promise<boolean>;
}

/** The WebSocket gateway. Failures other than those named are thrown. */
export interface Gateway {
  /** Posts a frame to a socket. `gone`: there is no such socket. `throttled`: try later. */
  post(connectionId: string, frame: object): Promise<'sent' | 'gone' | 'throttled'>;
  /** Closes a socket. `gone`: it is closed already, or not open yet. */
  close(connectionId: string): Promise<'closed' | 'gone'>;
}

/** What the gateway knows of its sockets. */
export interface SocketFinder {
  /** True if there is no such socket: it is closed already, or not open yet. */
  isGone(connectionId: string): Promise<boolean>;
}

/** Counters behind the limits. They expire. */
export interface Counters {
  /**
   * Adds one to a counter, unless it has reached `limit`.
   * @param until when the counter may be forgotten
   * @returns whether it was added
   */
  take(counter: string, limit: number, until: number): Promise<boolean>;
}

/** Counters of distinct members: adding a member again counts no more. */
export interface DistinctCounters {
  /**
   * Adds a member to a counter, unless it has reached `limit`.
   * @param until when the counter may be forgotten
   * @returns whether the member is counted
   */
  take(counter: string, member: string, limit: number, until: number): Promise<boolean>;
}

/** The records of moderation: reports, and the acts of administrators. Lists have the newest first. */
export interface Moderation {
  addReport(report: Report): Promise<void>;
  listReports(status: Report['status'] | undefined, range: RecordRange): Promise<RecordPage<Report>>;
  getReport(id: string): Promise<Report | undefined>;
  /**
   * Resolves an open report; leaves a resolved one as it is.
   * @param until when the report may be forgotten
   */
  resolveReport(id: string, by: string, at: number, until: number): Promise<void>;
  addAct(act: Act): Promise<void>;
  listActs(range: RecordRange): Promise<RecordPage<Act>>;
}

/** Counts of frames that the operator watches. */
export interface FrameMetrics {
  /** Counts frames that were not delivered: their readers catch up later. */
  countDropped(frames: number): void;
  /** Counts frames from clients that were not understood or over the limit. */
  countIgnored(frames: number): void;
}

/** Time and chance, so that the rules have none of their own. */
export interface Clock {
  now(): number;
  sleep(duration: number): Promise<void>;
  /** Returns a number from 0 up to, but not including, 1. */
  random(): number;
}

/** Makes a UUID. */
export type NewId = () => string;
