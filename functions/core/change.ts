/** Changing a message: who may, and what is appended for it. */

import { isMemberOf, peerOf, type Position } from '#contract/message-id.ts';
import { Refusal, notFound } from '#contract/refusal.ts';
import { append, type AppendableLog } from './append.ts';
import { apply, reactionName, reactionsOf, withChanges, type Targets } from './apply.ts';
import type { Clock } from './clock.ts';
import { digestOf } from './digest.ts';
import type { Content, Entry, MessageEntry } from './entry.ts';
import type { Limits } from './limits.ts';
import { changesAhead, type ReadableLog } from './page.ts';
import { requireAccepting, type Recipients } from './send.ts';

export interface ChangeableLog extends AppendableLog, Targets, Pick<ReadableLog, 'heads'> {
  get(position: Position, consistency: 'strong'): Promise<Entry | undefined>;
}

export interface ChangeStores {
  readonly log: ChangeableLog;
  readonly recipients: Recipients;
}

export interface ChangeRequest {
  /** Who asks for it. */
  readonly person: string;
  /** The message's. */
  readonly position: Position;
  readonly clientId: string;
  readonly requestId: string;
  readonly origin: string | undefined;
}

/** Edits of one message: it notes each, for a deletion to erase, and has to stay an item of bounded size. */
const EDITS_MAX = 200;

/** @returns the message as it reads now @throws {Refusal} `not-found`, `not-yours`, `deleted`, `too-many-edits`, `not-accepting`, `too-many-requests`, `unavailable` */
export async function editMessage(
  { log, recipients }: ChangeStores,
  request: ChangeRequest & { readonly body: string },
  clock: Clock,
  limits: Limits,
): Promise<MessageEntry> {
  const stored = await ownMessage(log, request);
  const message = stored.body === request.body ? await messageAsLogged(log, request.position) : stored;
  if (message.deletionSeq !== undefined) throw deleted();
  if (message.body === request.body) return message;
  if ((message.edits?.size ?? 0) >= EDITS_MAX)
    throw new Refusal('too-many-edits', `A message can be edited ${EDITS_MAX} times. Send a new one.`);
  await requireReader(recipients, request);
  await change(log, request, message, { kind: 'edit', target: message.seq, body: request.body }, clock, limits);
  const edited = await messageAt(log, request.position);
  if (edited.deletionSeq !== undefined) throw deleted();
  return edited;
}

/** Deletes a message, unless it is. @throws {Refusal} `not-found`, `not-yours`, `too-many-requests`, `unavailable` */
export async function deleteMessage(
  log: ChangeableLog,
  request: ChangeRequest,
  clock: Clock,
  limits: Limits,
): Promise<void> {
  const message = await ownMessage(log, request);
  if (message.deletionSeq === undefined)
    await change(log, request, message, { kind: 'deletion', target: message.seq }, clock, limits);
}

/** Deletes anybody's message, unless it is deleted. That `person` may do so is for the caller to know. @throws {Refusal} `not-found`, `unavailable` */
export async function moderateMessage(log: ChangeableLog, request: ChangeRequest, clock: Clock): Promise<void> {
  const message = await messageAt(log, request.position);
  if (message.deletionSeq !== undefined) return;
  await change(
    log,
    { ...request, person: message.sender },
    message,
    { kind: 'deletion', target: message.seq, by: 'moderator' },
    clock,
    {},
  );
}

/** Different emojis one person may ever have put to one message, so that it stays an item of bounded size. */
const REACTIONS_MAX = 20;

/** Adds a reaction to a message, or takes it back; nothing where it is so already. @throws {Refusal} `not-found`, `deleted`, `too-many-reactions`, `not-accepting`, `too-many-requests`, `unavailable` */
export async function react(
  { log, recipients }: ChangeStores,
  request: ChangeRequest & { readonly emoji: string; readonly on: boolean },
  clock: Clock,
  limits: Limits,
): Promise<void> {
  const { person, position, emoji, on } = request;
  const isOn = (message: MessageEntry) => message[reactionName(person, emoji)]?.on ?? false;
  const stored = await messageOf(log, position, person);
  const message = isOn(stored) === on ? await messageAsLogged(log, position) : stored;
  if (message.deletionSeq !== undefined) throw deleted();
  if (isOn(message) === on) return;
  const put = reactionsOf(message)
    .filter((reaction) => reaction.person === person)
    .map((reaction) => reaction.emoji);
  if (!put.includes(emoji) && put.length >= REACTIONS_MAX)
    throw new Refusal(
      'too-many-reactions',
      `Use one of the ${REACTIONS_MAX} emojis you have put to this message before.`,
    );
  if (on) await requireReader(recipients, request);
  await change(log, request, message, { kind: 'reaction', target: message.seq, emoji, on }, clock, limits);
}

/** Whoever may not write to somebody may not by way of an earlier message. */
async function requireReader(recipients: Recipients, { person, position }: ChangeRequest): Promise<void> {
  requireAccepting(await recipients.of(peerOf(position.conversation, person), person));
}

async function ownMessage(log: ChangeableLog, { person, position }: ChangeRequest): Promise<MessageEntry> {
  const message = await messageOf(log, position, person);
  if (message.sender !== person) throw new Refusal('not-yours', 'Only the person who sent a message can change it.');
  return message;
}

/** To anybody but the two people the message does not exist. */
async function messageOf(log: ChangeableLog, position: Position, person: string): Promise<MessageEntry> {
  if (!isMemberOf(position.conversation, person)) throw notFound();
  return messageAt(log, position);
}

async function messageAt(log: ChangeableLog, position: Position): Promise<MessageEntry> {
  const entry = await log.get(position, 'strong');
  if (entry?.kind !== 'message') throw notFound();
  return entry;
}

/**
 * The message with every change in the log, also where one was appended and is not applied yet. That nothing is left to do can
 * be told by this alone: an older change that is applied later would undo what was answered.
 */
async function messageAsLogged(log: ChangeableLog, position: Position): Promise<MessageEntry> {
  const ahead = await changesAhead(log, position.conversation);
  // Read after them: what is applied in the meantime is in the message, then.
  return withChanges(await messageAt(log, position), ahead);
}

const deleted = (): Refusal => new Refusal('deleted', 'This message was deleted. Send a new one.');

/** Appends a change and applies it before it is answered; where this function dies in between, the consumer does. */
async function change(
  log: ChangeableLog,
  { person, clientId, requestId, origin }: ChangeRequest,
  { conversation }: MessageEntry,
  content: Exclude<Content, { kind: 'message' }>,
  clock: Clock,
  limits: Limits,
): Promise<void> {
  const people = { sender: person, recipient: peerOf(conversation, person) };
  const draft = {
    ...content,
    ...people,
    clientId,
    requestId,
    digest: digestOf(content),
    ...(origin !== undefined && { origin }),
  };
  const { entry } = await append(
    log,
    { draft, after: undefined, admit: async () => undefined, rate: limits.sends },
    clock,
  );
  await apply(entry, log);
}
