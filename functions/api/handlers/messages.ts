import { conversationOf, isMemberOf, parseMessageId, type Position } from '#contract/message-id.ts';
import { notFound } from '#contract/refusal.ts';
import {
  addReaction,
  deleteMessage,
  editMessage,
  getMessage,
  listMessages,
  removeReaction,
  sendMessage,
} from '#contract/routes/messages.ts';
import {
  deleteMessage as remove,
  editMessage as edit,
  react,
  type ChangeRequest,
  type ChangeableLog,
} from '../../core/change.ts';
import type { Clock } from '../../core/clock.ts';
import type { Entry } from '../../core/entry.ts';
import type { Limits } from '../../core/limits.ts';
import { readPage, type ReadableLog } from '../../core/page.ts';
import type { User } from '../../core/people.ts';
import { mendHead, type ProjectedLog } from '../../core/project.ts';
import { quotedBy, type QuotableLog } from '../../core/quote.ts';
import { send, type SendStores } from '../../core/send.ts';
import { presentEntry, presentMessage } from '../present.ts';
import { endpoint, type Request } from '../router.ts';

export interface MessageStores extends SendStores {
  readonly users: { get(username: string): Promise<User | undefined> };
  readonly log: SendStores['log'] &
    ReadableLog &
    ChangeableLog &
    QuotableLog &
    ProjectedLog & { get(position: Position, consistency: 'strong' | 'eventual'): Promise<Entry | undefined> };
}

/** @param messagesToLoad messages of a page where the client names no limit */
export const messageEndpoints = (
  stores: MessageStores,
  messagesToLoad: number,
  newId: () => string,
  clock: Clock,
  limits: Limits = {},
) => [
  endpoint(sendMessage, async ({ caller, body, requestId, connectionId }) => {
    const { clientId = newId(), after, replyTo } = body;
    const request = {
      sender: caller.username,
      recipient: body.recipient,
      body: body.body,
      replyTo,
      clientId,
      after,
      requestId,
      origin: connectionId,
    };
    const { message, created } = await send(stores, request, clock, limits);
    const shown = presentMessage(message, caller.username, await quotedBy(stores.log, [message]));
    return created
      ? { status: 201, body: shown, headers: { location: `/api/messages/${shown.id}` } }
      : { status: 200, body: shown };
  }),

  endpoint(listMessages, async ({ caller: { username }, query: { target, before, limit = messagesToLoad } }) => {
    const conversation = conversationOf(username, target);
    const newest = before === undefined;
    const [{ messages, next, through }, [head]] = await Promise.all([
      readPage(stores.log, conversation, before, limit),
      newest ? stores.log.heads([conversation]) : [],
    ]);
    if (newest) await mendHead(stores.log, conversation, head, through);
    if (through === 0 && !(await stores.users.get(target))) throw notFound();
    const quoted = await quotedBy(stores.log, messages);
    const items = messages.map((message) => presentMessage(message, username, quoted));
    return { status: 200, body: { items, ...(next && { next }), ...(newest && { through }) } };
  }),

  endpoint(getMessage, async ({ caller: { username }, parameters: { id } }) => {
    const position = positionOf(id);
    if (!isMemberOf(position.conversation, username)) throw notFound();
    const entry = (await stores.log.get(position, 'eventual')) ?? (await stores.log.get(position, 'strong'));
    if (!entry) throw notFound();
    return { status: 200, body: presentEntry(entry, username, await quotedBy(stores.log, [entry])) };
  }),

  endpoint(editMessage, async ({ body, ...request }) => {
    const edited = await edit(stores, { ...changeOf(request, newId()), body: body.body }, clock, limits);
    return { status: 200, body: presentMessage(edited, request.caller.username, await quotedBy(stores.log, [edited])) };
  }),

  endpoint(deleteMessage, async (request) => {
    await remove(stores.log, changeOf(request, newId()), clock, limits);
    return { status: 204 };
  }),

  endpoint(addReaction, async (request) => {
    await react(stores, { ...changeOf(request, newId()), emoji: request.parameters.emoji, on: true }, clock, limits);
    return { status: 204 };
  }),

  endpoint(removeReaction, async (request) => {
    await react(stores, { ...changeOf(request, newId()), emoji: request.parameters.emoji, on: false }, clock, limits);
    return { status: 204 };
  }),
];

type ChangingRequest = Pick<Request<typeof deleteMessage>, 'caller' | 'parameters' | 'requestId' | 'connectionId'>;

const changeOf = (
  { caller, parameters, requestId, connectionId }: ChangingRequest,
  clientId: string,
): ChangeRequest => ({
  person: caller.username,
  position: positionOf(parameters.id),
  clientId,
  requestId,
  origin: connectionId,
});

function positionOf(id: string): Position {
  const position = parseMessageId(id);
  if (!position) throw notFound();
  return position;
}
