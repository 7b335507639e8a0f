/** The AsyncAPI 3.0 description of the WebSocket API, from the declarations that also validate its frames. */

import type * as z from 'zod/mini';
import { ClientFrame, FRAME_MAX_BYTES, ServerFrame } from '#contract/frames.ts';
import { BEARER_PREFIX, SUBPROTOCOL } from '#contract/handshake.ts';
import { FRAMES_PER_MINUTE } from '../core/limits.ts';
import { schemaOf, type Json } from './json-schema.ts';

type Side = 'client' | 'server';

interface Frame {
  /** Who sends it and its `type` or `action`: `server.messages`. */
  readonly name: string;
  readonly operation: string;
  readonly schema: Json & { readonly description: string; readonly examples: readonly unknown[] };
}

export function describeSocket() {
  const [sent, received] = [framesOf('server', ServerFrame.def.options), framesOf('client', ClientFrame.def.options)];
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'message center: live notifications',
      version: '1.0.0',
      description:
        'Announces new entries by their ids. The client then downloads from the HTTP API what did not come with its ' +
        'id. A socket is a hint, never the source of truth: frames may be lost, late or doubled, and their order ' +
        'means nothing. A client that reads the inbox and then the logs each time a socket opens misses nothing. ' +
        '`send` and `receive` are from the point of view of the message center.',
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
          [...sent, ...received].map(({ name }) => [name, { $ref: `#/components/messages/${name}` }]),
        ),
        bindings: { ws: HANDSHAKE },
      },
    },
    operations: { ...operationsOf('send', sent), ...operationsOf('receive', received) },
    components: {
      messages: Object.fromEntries([...sent, ...received].map((frame) => [frame.name, messageOf(frame)])),
      securitySchemes: {
        accessToken: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description:
            `The access token from \`POST /auth/sign-in\`, offered as the subprotocol \`${BEARER_PREFIX}<token>\`: ` +
            'a token is never in a URL. It is checked at the handshake only; an open socket outlives it.',
        },
      },
    },
  };
}

const SERVER = {
  host: '{host}',
  protocol: 'wss',
  description:
    'The whole URL is `webSocketUrl` in `/config.json` on the site. In the local cloud it is `ws`, not `wss`.',
  variables: {
    host: {
      description: 'Host of the WebSocket API',
      examples: ['a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com', '127.0.0.1:3002'],
    },
  },
  security: [{ $ref: '#/components/securitySchemes/accessToken' }],
};

const LIMITS = [
  `A frame from a client may have up to ${FRAME_MAX_BYTES / 1024} KB; a longer one closes the socket.`,
  `Frames of one person beyond ${FRAMES_PER_MINUTE} per minute, not counting pings, are ignored.`,
  'So are frames that are not understood.',
  'A person may have up to 10 sockets; one more closes the oldest.',
  'A socket is closed with 1001 after 10 minutes without a frame, so ping every 4 to 5 minutes.',
  'It is also closed after two hours, so open another one before.',
  'It is closed with 1000 when its session ends, when it is one too many, or when it sent a frame that is too long;',
  'with 1003 after a binary frame; with 1009 after a frame over 32 KB; and with 1006 when the network breaks.',
  'After any of these, reconnect with full jitter, after 0.5 to 30 seconds.',
].join(' ');

const HANDSHAKE = {
  method: 'GET',
  headers: {
    type: 'object',
    properties: {
      'Sec-WebSocket-Protocol': {
        type: 'string',
        description:
          'Two subprotocols; the first is selected. Without a valid token the handshake is answered with 403.',
        examples: [`${SUBPROTOCOL}, ${BEARER_PREFIX}eyJraWQiOiJ…`],
      },
      Origin: {
        type: 'string',
        description: 'The origin of the site, or none for clients other than browsers. Any other is answered with 403.',
      },
    },
    required: ['Sec-WebSocket-Protocol'],
  },
  bindingVersion: '0.1.0',
};

function framesOf(side: Side, schemas: readonly z.ZodMiniObject[]): Frame[] {
  return schemas.map((schema) => {
    const json = describedOnce(schemaOf(schema, side === 'client' ? 'input' : 'output')) as Frame['schema'];
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

/**
 * Names the schemas that the other description has. A reference would have them checked by the rules of AsyncAPI, whose
 * references may have nothing beside them.
 */
const describedOnce = ({ $defs: _defs, ...schema }: Json): Json =>
  JSON.parse(JSON.stringify(schema), (_key, value: unknown) => {
    const name = /^#\/\$defs\/(.+)$/.exec((value as { $ref?: string } | null)?.$ref ?? '')?.[1];
    return name === undefined ? value : { type: 'object', description: `\`${name}\` of openapi.json` };
  }) as Json;

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
