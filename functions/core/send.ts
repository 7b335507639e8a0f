/** Sending a message: who may, and to whom. */

import { conversationOf, parseMessageId, type Position } from '#contract/message-id.ts';
import { Refusal } from '#contract/refusal.ts';
import { append, type AppendableLog } from './append.ts';
import type { Clock } from './clock.ts';
import { digestOf } from './digest.ts';
import type { Entry, MessageEntry } from './entry.ts';
import { countConversation, type Limits } from './limits.ts';
import { requireActive, type User } from './people.ts';
import type { Projections } from './project.ts';

export interface Recipient {
  readonly profile: User | undefined;
  readonly blocksSender: boolean;
  /** The profile of who writes to them; it may not be there yet. */
  readonly sender?: User | undefined;
}

export interface Recipients {
  of(username: string, sender: string): Promise<Recipient>;
}

export interface SendStores {
  readonly log: AppendableLog & { get(position: Position, consistency: 'strong'): Promise<Entry | undefined> };
  readonly recipients: Recipients;
  readonly conversations: Pick<Projections, 'openConversation'>;
}

export interface Send {
  readonly sender: string;
  readonly recipient: string;
  readonly body: string;
  /** Id of the message it answers. */
  readonly replyTo: string | undefined;
  readonly clientId: string;
  readonly after: number | undefined;
  readonly requestId: string;
  readonly origin: string | undefined;
}

export interface Sent {
  readonly message: MessageEntry;
  /** Whether this request stored it, or an earlier copy of it had. */
  readonly created: boolean;
}

/**
 * Stores a message, or finds it stored by an earlier copy of the same send. A repeat is answered before anything else is
 * looked at, so that it gets the same answer whatever has happened since.
 * @throws {Refusal} `invalid` where `replyTo` is no message of this conversation, `no-session`, `not-found`, `not-accepting`, and what {@link append} throws
 */
export async function send(
  { log, recipients, conversations }: SendStores,
  { body, replyTo, after, origin, ...rest }: Send,
  clock: Clock,
  limits: Limits,
): Promise<Sent> {
  const { sender, recipient } = rest;
  const answered = replyTo === undefined ? undefined : positionIn(conversationOf(sender, recipient), replyTo);
  const content = { kind: 'message', body, ...(answered && { replyTo: answered.seq }) } as const;
  const draft = { ...rest, ...content, digest: digestOf(content), ...(origin !== undefined && { origin }) };
  // Read beside the log, to save a round trip; where the log already has the message, nobody waits for it.
  const addressee = recipients.of(recipient, sender);
  addressee.catch(() => undefined);

  const { entry, created } = await append(
    log,
    {
      draft,
      after,
      admit: async (tail) => {
        requireAccepting(await addressee);
        if (answered && (await log.get(answered, 'strong'))?.kind !== 'message') throw noReply();
        if (!tail) await openConversation(conversations, rest, clock.now(), limits);
      },
      rate: limits.sends,
    },
    clock,
  ).catch(async (error: unknown) => {
    // With nobody there is no conversation that could have been longer.
    if (error instanceof Refusal && error.code === 'reset') requireAccepting(await addressee);
    throw error;
  });
  if (entry.kind !== 'message')
    throw new Error(`The digest of ${entry.clientId} covers its kind, and yet it is of kind ${entry.kind}.`);
  return { message: entry, created };
}

/** Counted first, and the rows before the message: one that nobody's inbox knew of would be lost with this function. */
async function openConversation(
  conversations: SendStores['conversations'],
  { sender, recipient }: Pick<Send, 'sender' | 'recipient'>,
  now: number,
  limits: Limits,
): Promise<void> {
  if (limits.conversations) await countConversation(limits.conversations, sender, recipient, now);
  await conversations.openConversation(sender, recipient, now);
}

/** @throws {Refusal} `no-session`, `not-found`, and `not-accepting`, for which there are several reasons that are not told apart */
export function requireAccepting({ profile, blocksSender, sender }: Recipient): void {
  requireActive(sender);
  if (!profile) throw new Refusal('not-found', 'There is nobody of this name.', { errors: { recipient: 'Is nobody' } });
  const accepts = profile.deletedAt === undefined && profile.disabledAt === undefined && !blocksSender;
  if (!accepts) throw new Refusal('not-accepting', 'This person does not accept messages.');
}

function positionIn(conversation: string, id: string): Position {
  const position = parseMessageId(id);
  if (position?.conversation !== conversation) throw noReply();
  return position;
}

const noReply = (): Refusal =>
  new Refusal('invalid', 'Answer a message of the same conversation.', {
    errors: { replyTo: 'Is no message of this conversation' },
  });
