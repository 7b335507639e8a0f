/** Sending a message: who may, and to whom. */

import { isMessage } from '#contract/entry-kinds.ts';
import { conversationOf, parseMessageId, type Position } from '#contract/message-id.ts';
import { Refusal, refuseField } from '#contract/refusal.ts';
import { requireActive } from './acting.ts';
import { append, type AppendableLog } from './append.ts';
import { fingerprint } from './digest.ts';
import { sentCount, type Draft, type Entry, type MessageEntry } from './entry.ts';
import { quotedPost, type QuotePostServices } from './feed/quote-post.ts';
import { factsOf, holderOfSend, type TakenFile } from './files/attachment.ts';
import { takeUploads, type TakeServices } from './files/take.ts';
import { countConversation, type Limits } from './limits.ts';
import type { Clock, Conversations, DistinctCounters, Log } from './ports.ts';
import type { Recipient, Recipients } from './recipients.ts';

export interface SendServices extends QuotePostServices, TakeServices {
  readonly log: AppendableLog & Pick<Log, 'get'>;
  readonly recipients: Recipients;
  readonly conversations: Pick<Conversations, 'open'>;
  readonly distinctCounters: DistinctCounters;
  readonly clock: Clock;
  readonly limits: Limits;
}

export interface SendRequest {
  readonly sender: string;
  readonly recipient: string;
  readonly body: string;
  /** Ids of the sender's uploads, in order. */
  readonly attachments?: readonly string[] | undefined;
  /** Id of the message it replies to. */
  readonly replyTo: string | undefined;
  /** Id of the recipient's post that it is written from. */
  readonly post?: string | undefined;
  readonly clientId: string;
  readonly after: number | undefined;
  /** The generation of the client's entry at `after`, if it says so. */
  readonly generation?: number | undefined;
  readonly requestId: string;
  readonly origin: string | undefined;
}

export interface Sent {
  readonly message: MessageEntry;
  /** False where an earlier copy of the request had stored it. */
  readonly created: boolean;
}

/**
 * Stores a message, or finds it stored by an earlier copy of the same send. A repeat is answered before any
 * other check, so it gets the same answer whatever has happened since.
 * @throws {Refusal} `invalid` where `replyTo` is not a message of this conversation, `post` not a post of the
 * recipient's that is there for the sender, or an attachment not an upload of the sender's that nothing else holds;
 * `no-session`, `not-found`, `not-accepting`, `awaiting-answer`, and what {@link append} throws
 */
export async function sendMessage(services: SendServices, request: SendRequest): Promise<Sent> {
  const { log, recipients, clock, limits } = services;
  const { sender, recipient, body, attachments, replyTo, post, clientId, after, generation, requestId, origin } =
    request;
  const conversation = conversationOf(sender, recipient);
  const answered = replyTo === undefined ? undefined : positionIn(conversation, replyTo);
  // All that the person chose: a repeat with anything else in it is another message under the same name.
  const content = { kind: 'message', body, ...(answered && { replyTo: answered.seq }) } as const;
  const people = { sender, recipient };
  const draft: Draft = {
    ...content,
    ...people,
    clientId,
    requestId,
    digest: fingerprint({ ...content, ...(post !== undefined && { post }), ...(attachments && { attachments }) }),
    ...(origin !== undefined && { origin }),
  };
  // Read with the entry that the client has seen last, which saves a read of the log wherever nothing follows it.
  // With attachments the log is read first: a repeat would take them once more before its first copy is found.
  const isSeenEnough = after && !attachments?.length;
  const addressee = recipients.load(recipient, sender, isSeenEnough ? { conversation, seq: after } : undefined);
  addressee.catch(() => undefined);
  const seen = isSeenEnough ? addressee.then((known) => known.seen) : undefined;

  // Once for the request, however often its slot is lost.
  let taken: Promise<readonly TakenFile[]> | undefined;
  const takenAfter = (tail: Entry | undefined) =>
    (taken ??= takeUploads(services, {
      ...{ owner: sender, ids: attachments ?? [], field: 'attachments', after: tail?.seq ?? 0 },
      holder: holderOfSend(sender, recipient, clientId),
    }));

  const admit = async (tail: Entry | undefined): Promise<Draft> => {
    const known = await addressee;
    requireAccepting(known);
    requireAnswer(sender, tail);
    const quoted = answered && (await log.get(answered, 'strong'));
    if (answered && !(quoted && isMessage(quoted))) throw notInConversation();
    const about = post === undefined ? undefined : await quotedPost(services, people, post);
    const files = attachments && (await takenAfter(tail));
    if (!tail) await openConversation(services, people);
    // Only a first message begins a request. The setting is read with the profile, which may be a second old.
    const isRequest = !tail && sender !== recipient && (about !== undefined || known.profile?.requests === true);
    return {
      ...draft,
      ...(about && { post: about }),
      ...(files && heldFiles(files)),
      ...(isRequest && { request: true }),
    };
  };
  const { entry, created } = await append(
    log,
    { draft, after, generation, ...(seen && { seen }), admit, rate: limits.sends },
    clock,
  ).catch(async (error: unknown) => {
    // With an unknown user there is no conversation that could have been longer.
    if (error instanceof Refusal && error.code === 'reset') requireAccepting(await addressee);
    throw error;
  });
  if (!isMessage(entry))
    throw new Error(`The digest of ${entry.clientId} covers its kind, and yet it is of kind ${entry.kind}.`);
  return { message: entry, created };
}

const heldFiles = (files: readonly TakenFile[]) => ({
  attachments: files.map(({ id, ...facts }) => ({ id, ...factsOf(facts) })),
  files: files.map(({ file }) => file),
});

/**
 * Counts the conversation, then creates both inbox rows, before the message is stored: if we crash in between,
 * no inbox would show the message.
 */
async function openConversation(
  { conversations, distinctCounters, clock, limits }: SendServices,
  { sender, recipient }: Pick<SendRequest, 'sender' | 'recipient'>,
): Promise<void> {
  const now = clock.now();
  const { conversationsPerHour } = limits;
  if (conversationsPerHour !== undefined)
    await countConversation(distinctCounters, conversationsPerHour, sender, recipient, now);
  await conversations.open(sender, recipient, now);
}

/**
 * Refuses a message to a person who does not accept any from this sender. The reasons for `not-accepting` (deleted,
 * disabled, blocked) are not told apart.
 * @throws {Refusal} `no-session`, `not-found`, `not-accepting`
 */
export function requireAccepting({ profile, blocksSender, sender }: Recipient): void {
  requireActive(sender);
  if (!profile)
    throw new Refusal('not-found', 'There is no user with this name.', {
      fields: { recipient: { code: 'not-found', words: 'Unknown user' } },
    });
  const accepts = profile.deletedAt === undefined && profile.disabledAt === undefined && !blocksSender;
  if (!accepts) throw new Refusal('not-accepting', 'This person does not accept messages.');
}

/**
 * Refuses a second message of a request. What the running state says costs no read.
 * @throws {Refusal} `awaiting-answer`
 */
function requireAnswer(sender: string, tail: Entry | undefined): void {
  if (tail?.request && sentCount(sender, tail) > 0)
    throw new Refusal('awaiting-answer', 'You can write again once this person has answered.');
}

function positionIn(conversation: string, id: string): Position {
  const position = parseMessageId(id);
  if (position?.conversation !== conversation) throw notInConversation();
  return position;
}

const notInConversation = (): Refusal =>
  refuseField(
    'replyTo',
    'not-found',
    'Must be a message of this conversation',
    'Reply to a message of the same conversation.',
  );
