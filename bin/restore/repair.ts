/**
 * Repairing what is made from the tables once they are back: deletions as entries of their logs, heads, rows, read
 * positions, lists. Everything may be done again.
 */

import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { PutCommand, DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { isMessage } from '#contract/entry-kinds.ts';
import { peerOf, peopleOf } from '#contract/message-id.ts';
import { dynamo } from '#functions/aws/dynamo.ts';
import { append } from '#functions/core/append.ts';
import { apply } from '#functions/core/apply.ts';
import type { ConversationRow } from '#functions/core/conversation-row.ts';
import { digestOf } from '#functions/core/digest.ts';
import { generationOf, headOf, sentCount, type Change, type Entry, type Head } from '#functions/core/entry.ts';
import type { FeedIndex } from '#functions/core/feed/ports.ts';
import { dayOf, placedAt } from '#functions/core/inbox/inbox-index.ts';
import type { Clock, Conversations, Deletions, Log } from '#functions/core/ports.ts';
import { project, type ProjectionServices } from '#functions/core/projection.ts';
import type { ToldRow } from '#functions/core/push/told.ts';
import { workOn } from './at-once.ts';
import { pagesOf } from './copy.ts';
import type { Lasting } from './lasting.ts';
import { DELETION_TO_COME, conversationOfRow, peopleLeft, type Item } from './wanted.ts';

export interface RepairServices extends ProjectionServices {
  readonly log: Omit<Log, 'removeAll'>;
  readonly conversations: Pick<Conversations, 'open' | 'get'>;
  readonly posts: ProjectionServices['posts'];
  readonly index: Pick<FeedIndex, 'project'>;
  readonly deletions: Pick<Deletions, 'begin'>;
  readonly clock: Clock;
}

export interface Restored {
  /** Names of tables. */
  readonly messages: string;
  readonly conversations: string;
  readonly lasting: Lasting;
  /** In which entries are written from now on. */
  readonly generation: number;
  /** The posts whose cards are to be made again. */
  readonly changedPosts: ReadonlySet<string>;
}

/** Entries that are read at once. */
const PAGE = 200;
/** Logs, or rows of a page, that are repaired at once. */
const AT_ONCE = 50;

export async function repair(services: RepairServices, restored: Restored): Promise<void> {
  // Those of one log in turn: two that are appended at once would both want its next place.
  const byLog = new Map<string, Lasting['deletedMessages'][number][]>();
  for (const act of restored.lasting.deletedMessages)
    byLog.set(act.conversation, [...(byLog.get(act.conversation) ?? []), act]);
  await workOn([[...byLog.values()]], AT_ONCE, async (deletions) => {
    for (const deletion of deletions) await appendDeletion(services, restored, deletion);
  });
  const beginnings = pagesOf(restored.messages, onlyBeginnings);
  await workOn(beginnings, AT_ONCE, (item) => repairLog(services, restored, item));
  for await (const page of pagesOf(restored.conversations)) await repairRows(services, restored, page);
  for (const id of restored.changedPosts) {
    const post = await services.posts.get(id);
    if (post) await services.index.project(post);
  }
  // The sweep removes what is left of deleted accounts, once more.
  for (const [username, at] of restored.lasting.deletedAccounts) await services.deletions.begin({ username, at });
}

/** The heads and the first entries: one or two items of each log. */
const onlyBeginnings = {
  FilterExpression: 'seq <= :first',
  ExpressionAttributeValues: { ':first': 1 },
  ProjectionExpression: 'conversation, seq',
};

/**
 * Appends a deletion to a log that is back without it: devices that have the message learn of it from there, as they
 * would have from the lost one.
 */
async function appendDeletion(
  services: RepairServices,
  { generation }: Restored,
  act: Lasting['deletedMessages'][number],
): Promise<void> {
  const { log, clock } = services;
  const { conversation, seq: target, by } = act;
  const message = await log.get({ conversation, seq: target }, 'strong');
  if (!message || !isMessage(message) || generationOf(message) !== act.generation) return;
  if (!('deletionSeq' in message) || message.deletionSeq !== DELETION_TO_COME) return;

  const before = await deletionIn(log, conversation, target, generation);
  if (before) return apply(before, log);
  const content = {
    ...({ kind: 'deletion', target } as const),
    ...(by === 'moderator' && { by }),
    ...('files' in message && message.files && { hasFiles: true as const }),
  };
  const { entry } = await append(
    log,
    {
      draft: {
        ...content,
        sender: message.sender,
        recipient: peerOf(conversation, message.sender),
        clientId: nameOf(act),
        requestId: 'restore',
        digest: digestOf(content),
      },
      after: undefined,
      admit: async () => undefined,
      rate: undefined,
    },
    clock,
  );
  await apply(entry, log);
}

/** Returns a UUID that is always the same for a deletion. */
function nameOf({ conversation, seq, generation }: Lasting['deletedMessages'][number]): string {
  const hash = createHash('sha256').update(`${conversation}.${seq} ${generation}`).digest('hex');
  return [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `4${hash.slice(13, 16)}`,
    `8${hash.slice(17, 20)}`,
    hash.slice(20, 32),
  ].join('-');
}

/** Returns the deletion that an interrupted restore has appended; the end of a log has nothing but those. */
async function deletionIn(
  log: RepairServices['log'],
  conversation: string,
  target: number,
  generation: number,
): Promise<Change | undefined> {
  let before: number | undefined;
  for (;;) {
    const entries = await log.entriesBefore(conversation, before, PAGE);
    const own = entries.filter((entry) => generationOf(entry) === generation);
    const found = own.find((entry) => entry.kind === 'deletion' && 'target' in entry && entry.target === target);
    if (found) return found as Change;
    if (own.length < PAGE) return undefined;
    before = own.at(-1)?.seq;
  }
}

/** Brings a log's head and rows to where its log is. */
async function repairLog(services: RepairServices, restored: Restored, found: Item): Promise<void> {
  const { log, conversations } = services;
  const { conversation, seq } = found as { readonly conversation: string; readonly seq: number };
  const [[head], tail] = await Promise.all([log.heads([conversation]), log.tail(conversation)]);
  // Each log is repaired once: at its head, or where there is none, at its first entry.
  if (head && seq !== 0) return;
  if (!tail) return removeHead(restored.messages, conversation);
  if (head && head.lastSeq >= tail.seq) await replaceHead(restored.messages, head, tail);
  else await projectFrom(services, conversation, (head?.lastSeq ?? 0) + 1);

  const people = peopleLeft(conversation, restored.lasting);
  const rows = await Promise.all(people.map((name) => conversations.get(name, peerOf(conversation, name))));
  if (rows.every(Boolean)) return;
  const [one, other] = peopleOf(conversation);
  await conversations.open(one, other, tail.timestamp);
}

async function removeHead(table: string, conversation: string): Promise<void> {
  await dynamo.send(new DeleteCommand({ TableName: table, Key: { conversation, seq: 0 } }));
}

/** Puts the head of the newest entry in place of one that is further, or of another timeline. */
async function replaceHead(table: string, head: Head, tail: Entry): Promise<void> {
  const Item = { ...headOf(tail), seq: 0 };
  if (isDeepStrictEqual(head, Item)) return;
  await dynamo.send(new PutCommand({ TableName: table, Item }));
}

async function projectFrom(services: RepairServices, conversation: string, first: number): Promise<void> {
  for (let from = first; ;) {
    const entries = await services.log.entriesFrom(conversation, from, PAGE);
    const failures = await project(entries, services);
    for (const error of failures.values()) throw error;
    const last = entries.at(-1);
    if (!last || entries.length < PAGE) return;
    from = last.seq + 1;
  }
}

/** Takes positions back to the ends of their logs: copies of the tables are not of one moment. */
async function repairRows(
  { log, inboxIndex, clock }: RepairServices,
  { conversations }: Restored,
  page: readonly Item[],
): Promise<void> {
  const rows = (page as unknown as readonly ConversationRow[]).filter(isRow);
  const names = [...new Set(rows.map(conversationOfRow))];
  const heads = new Map((await log.heads(names)).map((head) => [head.conversation, head]));
  await workOn([rows], AT_ONCE, async (row) => {
    const head = heads.get(conversationOfRow(row));
    const next = withinLog(row, head);
    const isChanged = !isDeepStrictEqual(next, row);
    if (isChanged) await dynamo.send(new PutCommand({ TableName: conversations, Item: next }));
    // The reader of the inbox gives it another place.
    if (head && (isChanged || placedAt(row) !== head.lastMessageAt))
      await inboxIndex.markFresh(row.username, row.peer, dayOf(clock.now()));
  });
}

/** The same partition key with a mark has a person's inbox. */
const isRow = ({ username }: ConversationRow): boolean => !username.includes('#');

/** The positions of a row in its log. */
const POSITIONS = ['readSeq', 'shownReadSeq', 'archivedThrough', 'toldSeq', 'postedSeq'] as const;

/** Returns a row whose positions are not beyond its log: what comes after them would count as read, or told. */
function withinLog(row: ToldRow, head: Head | undefined): ToldRow {
  const last = head?.lastSeq ?? 0;
  const sent = head ? sentCount(row.peer, head) : 0;
  const isBeyond = (row.readSeq ?? 0) > last;
  const positions = POSITIONS.flatMap((name) => {
    const seq = row[name];
    return seq === undefined ? [] : [[name, Math.min(seq, last)] as const];
  });
  return {
    ...row,
    ...Object.fromEntries(positions),
    ...(row.readCount !== undefined && { readCount: isBeyond ? sent : Math.min(row.readCount, sent) }),
  };
}
