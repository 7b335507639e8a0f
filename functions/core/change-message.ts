/** Changing a message: who may, and which entry is appended for it. */

import { isMessage } from '#contract/entry-kinds.ts';
import { isMemberOf, peerOf, type Position } from '#contract/message-id.ts';
import { Refusal, notFound, refuseField } from '#contract/refusal.ts';
import { append, type AppendableLog } from './append.ts';
import { apply, reactionName, reactionsOf, withChanges } from './apply.ts';
import { digestOf } from './digest.ts';
import { generationOf, type Content, type Entry, type MessageEntry } from './entry.ts';
import type { DueTasks } from './files/ports.ts';
import type { Ledger } from './ledger.ts';
import type { Limits } from './limits.ts';
import { changesAfterHead } from './message-page.ts';
import type { ChangeTargets, Clock, Log } from './ports.ts';
import type { Recipients } from './recipients.ts';
import { requireAccepting } from './send-message.ts';

export type ChangeableLog = AppendableLog & ChangeTargets & Pick<Log, 'get' | 'heads'>;

export interface DeleteServices {
  readonly log: ChangeableLog;
  readonly ledger: Ledger;
  readonly dueTasks: Pick<DueTasks, 'note'>;
  readonly clock: Clock;
  readonly limits: Limits;
}

export interface ChangeServices extends Omit<DeleteServices, 'dueTasks' | 'ledger'> {
  readonly recipients: Recipients;
}

export interface ChangeRequest {
  /** Who makes the change. */
  readonly person: string;
  /** The message to change. */
  readonly position: Position;
  readonly clientId: string;
  readonly requestId: string;
  readonly origin: string | undefined;
}

export interface EditRequest extends ChangeRequest {
  readonly body: string;
}

export interface ReactionRequest extends ChangeRequest {
  readonly emoji: string;
}

/**
 * Edits of one message. The message notes each, so that a deletion can erase it, and must stay an item of
 * bounded size.
 */
const EDITS_MAX = 200;
/** Different emojis that one person may ever put on one message, so that it stays an item of bounded size. */
const REACTIONS_MAX = 20;

/**
 * Gives a message a new text, or none where it has attachments.
 * @returns the message as it reads now
 * @throws {Refusal} `invalid` for an empty text without attachments, `not-found`, `not-yours`, `deleted`,
 * `too-many-edits`, `not-accepting`, `too-many-requests`, `unavailable`
 */
export async function editMessage(services: ChangeServices, request: EditRequest): Promise<MessageEntry> {
  const { log, recipients } = services;
  const stored = await ownMessage(log, request);
  const logged = stored.body === request.body ? await messageAsLogged(log, request.position) : undefined;
  const message = logged?.message ?? stored;
  if (message.deletionSeq !== undefined) throw deleted();
  if (request.body === '' && !message.attachments?.length) throw emptyText();
  const isFull = (message.edits?.size ?? 0) >= EDITS_MAX;
  if (logged && message.body === request.body && (logged.complete || isFull)) return message;
  requireEditable(message);
  await requireAcceptingPeer(recipients, request);
  const content = { kind: 'edit', target: message.seq, body: request.body } as const;
  await change(services, request, message, content, { max: EDITS_MAX, check: requireEditable });
  const edited = await messageAt(log, request.position);
  if (edited.deletionSeq !== undefined) throw deleted();
  return edited;
}

/**
 * Deletes a message, unless it is deleted already.
 * @throws {Refusal} `not-found`, `not-yours`, `too-many-requests`, `unavailable`
 */
export async function deleteMessage(services: DeleteServices, request: ChangeRequest): Promise<void> {
  const message = await ownMessage(services.log, request);
  if (message.deletionSeq === undefined) await appendDeletion(services, request, message, 'sender');
}

/**
 * Deletes a message of anyone, unless it is deleted already. The caller makes sure that `person` is a moderator.
 * @throws {Refusal} `not-found`, `unavailable`
 */
export async function deleteAsModerator(
  services: Omit<DeleteServices, 'limits'>,
  request: ChangeRequest,
): Promise<void> {
  const message = await messageAt(services.log, request.position);
  if (message.deletionSeq !== undefined) return;
  await appendDeletion({ ...services, limits: {} }, { ...request, person: message.sender }, message, 'moderator');
}

/** How long after a deletion the sweep looks for its files: all that may be under way is over. */
const FILES_SETTLE_MS = 60 * 60_000;

/** The consumer removes the files. It may give up, so the sweep is told first. */
async function appendDeletion(
  services: DeleteServices,
  request: ChangeRequest,
  message: MessageEntry,
  by: 'sender' | 'moderator',
): Promise<void> {
  const { conversation, seq, files } = message;
  await noteDeletion(services, message, by);
  if (files)
    await services.dueTasks.note({
      ...{ kind: 'message', due: services.clock.now() + FILES_SETTLE_MS },
      ...{ conversation, seq, files },
    });
  const content = {
    kind: 'deletion',
    target: seq,
    ...(by === 'moderator' && { by }),
    ...(files && { hasFiles: true as const }),
  } as const;
  await change(services, request, message, content);
}

const noteDeletion = (
  { ledger, clock }: Pick<DeleteServices, 'ledger' | 'clock'>,
  message: MessageEntry,
  by: 'sender' | 'moderator',
): Promise<void> => {
  const { conversation, seq } = message;
  const act = { kind: 'deleted-message', conversation, seq, generation: generationOf(message), by } as const;
  return ledger.note(act, clock.now());
};

/**
 * Adds a reaction to a message. Does nothing where it is there already.
 * @throws {Refusal} `not-found`, `deleted`, `too-many-reactions`, `not-accepting`, `too-many-requests`, `unavailable`
 */
export const addReaction = (services: ChangeServices, request: ReactionRequest): Promise<void> =>
  setReaction(services, request, true);

/** Takes a reaction back. Does nothing where there is none. @throws {Refusal} what {@link addReaction} throws */
export const removeReaction = (services: ChangeServices, request: ReactionRequest): Promise<void> =>
  setReaction(services, request, false);

async function setReaction(services: ChangeServices, request: ReactionRequest, on: boolean): Promise<void> {
  const { log, recipients } = services;
  const { person, position, emoji } = request;
  const isOn = (message: MessageEntry) => message[reactionName(person, emoji)]?.on ?? false;
  const stored = await messageOf(log, position, person);
  const logged = isOn(stored) === on ? await messageAsLogged(log, position) : undefined;
  const message = logged?.message ?? stored;
  if (message.deletionSeq !== undefined) throw deleted();
  if (logged?.complete && isOn(message) === on) return;
  const check = (current: MessageEntry): void => requireReactable(current, person, emoji);
  check(message);
  if (on) await requireAcceptingPeer(recipients, request);
  const content = { kind: 'reaction', target: message.seq, emoji, on } as const;
  await change(services, request, message, content, { max: REACTIONS_MAX, check });
}

function requireEditable({ edits }: MessageEntry): void {
  if ((edits?.size ?? 0) >= EDITS_MAX)
    throw new Refusal('too-many-edits', `A message can be edited ${EDITS_MAX} times. Send a new one.`);
}

function requireReactable(message: MessageEntry, person: string, emoji: string): void {
  const used = reactionsOf(message)
    .filter((reaction) => reaction.person === person)
    .map((reaction) => reaction.emoji);
  if (used.includes(emoji) || used.length < REACTIONS_MAX) return;
  throw new Refusal(
    'too-many-reactions',
    `Use one of the ${REACTIONS_MAX} emojis you have put on this message before.`,
  );
}

/** A person who may not write to somebody may not reach them through an earlier message either. */
async function requireAcceptingPeer(recipients: Recipients, { person, position }: ChangeRequest): Promise<void> {
  requireAccepting(await recipients.load(peerOf(position.conversation, person), person));
}

async function ownMessage(log: ChangeableLog, { person, position }: ChangeRequest): Promise<MessageEntry> {
  const message = await messageOf(log, position, person);
  if (message.sender !== person) throw new Refusal('not-yours', 'Only the sender of a message can change it.');
  return message;
}

/** Returns a message that `person` can see. For everyone but its two people it does not exist. */
async function messageOf(log: ChangeableLog, position: Position, person: string): Promise<MessageEntry> {
  if (!isMemberOf(position.conversation, person)) throw notFound();
  return messageAt(log, position);
}

async function messageAt(log: ChangeableLog, position: Position): Promise<MessageEntry> {
  const entry = await log.get(position, 'strong');
  if (!entry || !isMessage(entry)) throw notFound();
  return entry;
}

/**
 * Returns the message with every change in the log, those included that are appended and not applied yet. Only
 * this shows that nothing is left to do: an older change, applied later, would undo what we answered. Where too
 * much is not applied to read it all, it is not `complete`, and the change is appended again, which is harmless.
 */
async function messageAsLogged(
  log: ChangeableLog,
  position: Position,
): Promise<{ readonly message: MessageEntry; readonly complete: boolean }> {
  const { changes, complete } = await changesAfterHead(log, position.conversation);
  // Read the message after the changes: then it has those that are applied in the meantime.
  return { message: withChanges(await messageAt(log, position), changes), complete };
}

const emptyText = (): Refusal =>
  refuseField('body', 'empty', 'The text is empty', 'Write a text. A message without one needs a picture or a file.');

const deleted = (): Refusal => new Refusal('deleted', 'This message was deleted. Send a new one.');

/** A limit on the changes of one message. */
interface ChangeLimit {
  readonly max: number;
  /** @throws {Refusal} where the message has as many as it may have */
  readonly check: (message: MessageEntry) => void;
}

/**
 * Appends a change and applies it before we answer. If we crash in between, the stream's consumer applies it.
 * @param limit holds also where others append at the same time: it is checked for each slot, against every change in
 * the log up to that slot
 */
async function change(
  { log, clock, limits }: Omit<DeleteServices, 'dueTasks' | 'ledger'>,
  { person, position, clientId, requestId, origin }: ChangeRequest,
  { conversation, seq }: MessageEntry,
  content: Exclude<Content, { kind: 'message' }>,
  limit?: ChangeLimit,
): Promise<void> {
  const draft = {
    ...content,
    sender: person,
    recipient: peerOf(conversation, person),
    clientId,
    requestId,
    digest: digestOf(content),
    ...(origin !== undefined && { origin }),
  };
  const admit = async (tail: Entry | undefined): Promise<undefined> => {
    // Fewer entries than the limit follow the message, so it cannot have reached it.
    if (limit && (tail?.seq ?? 0) - seq >= limit.max) limit.check((await messageAsLogged(log, position)).message);
  };
  const { entry } = await append(log, { draft, after: undefined, admit, rate: limits.sends }, clock);
  await apply(entry, log);
}
