/** Changing a message: who may, and what is appended for it. */
import { append, type AppendableLog } from './append.ts';
import { apply, reactionName, reactionsOf, type Targets } from './apply.ts';
import type { Clock } from './clock.ts';
import { digestOf } from './digest.ts';
import type { Content, Entry, MessageEntry } from './entry.ts';
import { isMemberOf, peerOf, type Position } from './message-id.ts';
import { Refusal, notFound } from './refusal.ts';

export interface ChangeableLog extends AppendableLog, Targets {
  get(position: Position, consistency: 'strong'): Promise<Entry | undefined>;
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

/** @returns the message as it reads now @throws {Refusal} `not-found`, `not-yours`, `deleted`, `unavailable` */
export async function editMessage(log: ChangeableLog, request: ChangeRequest & { readonly body: string }, clock: Clock): Promise<MessageEntry> {
  const message = await ownMessage(log, request);
  if (message.deletionSeq !== undefined) throw deleted();
  if (message.body === request.body) return message;
  await change(log, request, message, { kind: 'edit', target: message.seq, body: request.body }, clock);
  const edited = await messageAt(log, request.position);
  if (edited.deletionSeq !== undefined) throw deleted();
  return edited;
}

/** Deletes a message, unless it is. @throws {Refusal} `not-found`, `not-yours`, `unavailable` */
export async function deleteMessage(log: ChangeableLog, request: ChangeRequest, clock: Clock): Promise<void> {
  const message = await ownMessage(log, request);
  if (message.deletionSeq === undefined) await change(log, request, message, { kind: 'deletion', target: message.seq }, clock);
}

/** Deletes anybody's message, unless it is deleted. That `person` may do so is for the caller to know. @throws {Refusal} `not-found`, `unavailable` */
export async function moderateMessage(log: ChangeableLog, request: ChangeRequest, clock: Clock): Promise<void> {
  const message = await messageAt(log, request.position);
  if (message.deletionSeq !== undefined) return;
  await change(log, { ...request, person: message.sender }, message, { kind: 'deletion', target: message.seq, by: 'moderator' }, clock);
}

/** Different emojis one person may ever have put to one message, so that it stays an item of bounded size. */
const REACTIONS_MAX = 20;

/** Adds a reaction to a message, or takes it back; nothing where it is so already. @throws {Refusal} `not-found`, `deleted`, `too-many-reactions`, `unavailable` */
export async function react(
  log: ChangeableLog,
  request: ChangeRequest & { readonly emoji: string; readonly on: boolean },
  clock: Clock,
): Promise<void> {
  const { person, position, emoji, on } = request;
  const message = await messageOf(log, position, person);
  if (message.deletionSeq !== undefined) throw deleted();
  if ((message[reactionName(person, emoji)]?.on ?? false) === on) return;
  const others = reactionsOf(message).filter((reaction) => reaction.person === person && reaction.emoji !== emoji);
  if (others.length >= REACTIONS_MAX) throw new Refusal('too-many-reactions', `Use one of the ${REACTIONS_MAX} emojis you have put to this message before.`);
  await change(log, request, message, { kind: 'reaction', target: message.seq, emoji, on }, clock);
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

const deleted = (): Refusal => new Refusal('deleted', 'This message was deleted. Send a new one.');

/** Appends a change and applies it before it is answered; where this function dies in between, the consumer does. */
async function change(
  log: ChangeableLog,
  { person, clientId, requestId, origin }: ChangeRequest,
  { conversation }: MessageEntry,
  content: Exclude<Content, { kind: 'message' }>,
  clock: Clock,
): Promise<void> {
  const people = { sender: person, recipient: peerOf(conversation, person) };
  const draft = { ...content, ...people, clientId, requestId, digest: digestOf(content), ...(origin !== undefined && { origin }) };
  const { entry } = await append(log, { draft, after: undefined, admit: async () => undefined }, clock);
  await apply(entry, log);
}
