/** The AsyncAPI 3.0 description of the WebSocket, from the same declarations that validate its frames. */

import type * as z from 'zod/mini';
import { ClientFrame, FRAME_MAX_BYTES, ServerFrame } from '#contract/frames.ts';
import { BEARER_PREFIX, SUBPROTOCOL } from '#contract/handshake.ts';
import { FRAMES_PER_MINUTE } from '../core/limits.ts';
import { schemaOf, type Json } from './json-schema.ts';

type Side = 'client' | 'server';

interface Frame {
  /** `server.messages`: who sends it, and its `type` or `action`. */
  readonly name: string;
  readonly operation: string;
  readonly schema: Json & { readonly description: string; readonly examples: readonly unknown[] };
}

export function describeSocket() {
  const [told, heard] = [framesOf('server', ServerFrame.def.options), framesOf('client', ClientFrame.def.options)];
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'message center: live notifications',
      version: '1.0.0',
      description:
        'Tells a client of news by their ids, which it then downloads from the HTTP API. A socket is a hint, never the source of truth: ' +
        'frames may be lost, late or doubled, and their order means nothing. Whoever reads the inbox and then the logs after each opening ' +
        'misses nothing. `send` and `receive` are what the message center does.',
      license: { name: 'MIT', url: 'https://opensource.org/license/mit' },
      externalDocs: { description: 'How to write a client', url: 'websocket.md' },
    },
    defaultContentType: 'application/json',
    servers: { live: SERVER },
    channels: {
      live: {
        address: '/live',
        title: 'One socket of one device',
        description: LIMITS,
        servers: [{ $ref: '#/servers/live' }],
        messages: Object.fromEntries(
          [...told, ...heard].map(({ name }) => [name, { $ref: `#/components/messages/${name}` }]),
        ),
        bindings: { ws: HANDSHAKE },
      },
    },
    operations: { ...operationsOf('send', told), ...operationsOf('receive', heard) },
    components: {
      messages: Object.fromEntries([...told, ...heard].map((frame) => [frame.name, messageOf(frame)])),
      securitySchemes: {
        accessToken: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: `The access token of \`POST /auth/sign-in\`, offered as the subprotocol \`${BEARER_PREFIX}<token>\`: no token is ever in an address. It counts at the handshake only; an open socket outlives it.`,
        },
      },
    },
  };
}

const SERVER = {
  host: '{host}',
  protocol: 'wss',
  description:
    'The whole address is `webSocketUrl` of `/config.json` on the site. In the local cloud it is `ws`, not `wss`.',
  variables: {
    host: {
      description: 'Where the WebSocket API is',
      examples: ['a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com', '127.0.0.1:3002'],
    },
  },
  security: [{ $ref: '#/components/securitySchemes/accessToken' }],
};

const LIMITS = [
  `A client's frame has at most ${FRAME_MAX_BYTES / 1024} KB; a longer one closes the socket.`,
  `A person's frames beyond ${FRAMES_PER_MINUTE} a minute, pings apart, are ignored, as are frames that are not understood.`,
  'A person has at most 10 sockets; one more closes the oldest.',
  'A socket is closed with 1001 after 10 minutes without a frame, so ping every 4 to 5 minutes; and after two hours, so open another before.',
  'It is closed with 1000 when its session ends or it is one too many, or sent a frame that is too long; with 1009 after a frame over 32 KB; with 1006 when the network broke.',
  'After any of these: dial again with full jitter, 0.5 to 30 seconds.',
].join(' ');

const HANDSHAKE = {
  method: 'GET',
  headers: {
    type: 'object',
    properties: {
      'Sec-WebSocket-Protocol': {
        type: 'string',
        description: `Two subprotocols; the first is selected. Without a valid token the handshake is answered 401.`,
        examples: [`${SUBPROTOCOL}, ${BEARER_PREFIX}eyJraWQiOiJ…`],
      },
      Origin: {
        type: 'string',
        description: 'The site, or none for clients that are no browser; any other is answered 403.',
      },
    },
    required: ['Sec-WebSocket-Protocol'],
  },
  bindingVersion: '0.1.0',
};

function framesOf(side: Side, schemas: readonly z.ZodMiniObject[]): Frame[] {
  return schemas.map((schema) => {
    const json = schemaOf(schema, side === 'client' ? 'input' : 'output') as Frame['schema'];
    const { type, action } = json['properties'] as Record<string, { const?: string } | undefined>;
    const kind = (side === 'client' ? action : type)?.const ?? '';
    const verb = side === 'client' ? 'receive' : 'send';
    return {
      name: `${side}.${kind}`,
      operation: `${verb}${kind.charAt(0).toUpperCase()}${kind.slice(1)}`,
      schema: json,
    };
  });
}

const operationsOf = (action: 'send' | 'receive', frames: readonly Frame[]): Json =>
  Object.fromEntries(
    frames.map(({ name, operation, schema }) => [
      operation,
      {
        action,
        channel: { $ref: '#/channels/live' },
        summary: schema.description,
        messages: [{ $ref: `#/channels/live/messages/${name}` }],
        ...(name === 'client.ping' && {
          reply: { channel: { $ref: '#/channels/live' }, messages: [{ $ref: '#/channels/live/messages/server.pong' }] },
        }),
      },
    ]),
  );

function messageOf({ name, schema: { description, examples, ...payload } }: Frame): Json {
  return {
    name,
    title: name,
    summary: description,
    payload,
    examples: examples.map((example) => ({ payload: example })),
  };
}
