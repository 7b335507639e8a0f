/** Endpoints of messages: sending, reading and changing them. */

import { parseMessageId, type Position } from '#contract/message-id.ts';
import { notFound } from '#contract/refusal.ts';
import * as routes from '#contract/routes/messages.ts';
import {
  addReaction,
  deleteMessage,
  editMessage,
  removeReaction,
  type ChangeRequest,
  type ChangeServices,
  type DeleteServices,
} from '../../core/change-message.ts';
import { earlierTexts } from '../../core/earlier-texts.ts';
import { getMessage } from '../../core/get-message.ts';
import { listMessages, type ListMessagesServices } from '../../core/list-messages.ts';
import type { Log, NewId, Users } from '../../core/ports.ts';
import { quotesIn } from '../../core/quotes.ts';
import { sendMessage, type SendServices } from '../../core/send-message.ts';
import { presentEntry, presentListed, presentMessage, shownGeneration, timestampOf } from '../present.ts';
import { endpoint, type Request } from '../router.ts';

export interface MessageServices extends SendServices, ChangeServices, DeleteServices {
  readonly log: Omit<Log, 'removeAll' | 'forgetFiles'>;
  readonly users: Pick<Users, 'get'>;
  readonly inboxIndex: ListMessagesServices['inboxIndex'];
  readonly newId: NewId;
  /** Messages of a page where the client gives no limit. */
  readonly messagesToLoad: number;
}

export function messageEndpoints(services: MessageServices) {
  const { log, newId, messagesToLoad } = services;

  const changeOf = ({ caller, parameters, requestId, connectionId }: ChangingRequest): ChangeRequest => ({
    person: caller.username,
    position: positionOf(parameters.id),
    clientId: newId(),
    requestId,
    origin: connectionId,
  });

  return [
    endpoint(routes.sendMessage, async ({ caller, body, requestId, connectionId }) => {
      const { recipient, clientId = newId(), after, generation, replyTo, post, attachments } = body;
      const content = { recipient, body: body.body, attachments, replyTo, post, clientId, after, generation };
      const request = { sender: caller.username, ...content, requestId, origin: connectionId };
      const { message, created } = await sendMessage(services, request);
      const presented = presentMessage(message, caller.username, await quotesIn(log, [message]));
      return created
        ? { status: 201, body: presented, headers: { location: `/api/messages/${presented.id}` } }
        : { status: 200, body: presented };
    }),

    endpoint(
      routes.listMessages,
      async ({ caller: { username }, query: { target, before, limit = messagesToLoad } }) => {
        const { messages, next, through, generation } = await listMessages(services, username, target, before, limit);
        const quotes = await quotesIn(log, messages);
        const items = messages.map((message) => presentListed(message, username, quotes));
        return {
          status: 200,
          body: {
            items,
            ...(next && { next }),
            ...(before === undefined && { through, ...shownGeneration(generation) }),
          },
        };
      },
    ),

    endpoint(routes.getMessage, async ({ caller: { username }, parameters: { id } }) => {
      const entry = await getMessage(log, username, id);
      return { status: 200, body: presentEntry(entry, username, await quotesIn(log, [entry])) };
    }),

    endpoint(routes.listEarlierTexts, async ({ caller, parameters: { id }, query: { before } }) => {
      const { texts, next } = await earlierTexts(log, caller.username, id, before);
      const items = texts.map(({ body, timestamp }) => ({ body, timestamp: timestampOf(timestamp) }));
      return { status: 200, body: { items, ...(next !== undefined && { next }) } };
    }),

    endpoint(routes.editMessage, async ({ body, ...request }) => {
      const edited = await editMessage(services, { ...changeOf(request), body: body.body });
      return { status: 200, body: presentMessage(edited, request.caller.username, await quotesIn(log, [edited])) };
    }),

    endpoint(routes.deleteMessage, async (request) => {
      await deleteMessage(services, changeOf(request));
      return { status: 204 };
    }),

    endpoint(routes.addReaction, async (request) => {
      await addReaction(services, { ...changeOf(request), emoji: request.parameters.emoji });
      return { status: 204 };
    }),

    endpoint(routes.removeReaction, async (request) => {
      await removeReaction(services, { ...changeOf(request), emoji: request.parameters.emoji });
      return { status: 204 };
    }),
  ];
}

type ChangingRequest = Pick<
  Request<typeof routes.deleteMessage>,
  'caller' | 'parameters' | 'requestId' | 'connectionId'
>;

function positionOf(id: string): Position {
  const position = parseMessageId(id);
  if (!position) throw notFound();
  return position;
}
