/** Routes of being told by push: one subscription for each session, which ends with it. */

import * as z from 'zod/mini';
import { described, named } from '../described.ts';
import { route } from '../route.ts';
import { Timestamp } from '../values.ts';

/** Longest address of a push service that is accepted: those in use have some 200 to 600 characters. */
const ENDPOINT_MAX_CHARACTERS = 1024;
/** Subscriptions that a person may have; one more ends the oldest. */
export const PUSH_DEVICES_MAX = 10;

const base64url = (bytes: number) =>
  z
    .string()
    .check(
      z.regex(
        new RegExp(`^[A-Za-z0-9_-]{${Math.ceil((bytes * 4) / 3)}}$`),
        `Must be ${bytes} bytes in base64url, without padding`,
      ),
    );

const Endpoint = described(
  "The address at the browser's push service. Only addresses of known push services are accepted.",
  z.string().check(z.maxLength(ENDPOINT_MAX_CHARACTERS)),
  ['https://updates.push.services.mozilla.com/wpush/v2/gAAAAABk'],
);

const TEXTS = 'Whether a push carries texts: the beginning of a message, the title of a post, the name of a search.';

/** What a device is told about. */
const Switches = {
  messages: described('Messages, but those written from posts of mine.', z.boolean()),
  offers: described('Messages written from posts of mine.', z.boolean()),
  promises: described('That an offer of mine is accepted.', z.boolean()),
  thanks: described('That somebody thanks me.', z.boolean()),
};
const Searches = described('Posts that a saved search of mine finds.', z.boolean());

export const PushSwitches = z.object({ ...Switches, searches: z.optional(Searches) });

const PushDevice = named(
  'PushDevice',
  'How this session is told when its page is closed.',
  z.object({
    endpoint: Endpoint,
    texts: described(TEXTS, z.boolean()),
    about: PushSwitches,
    since: described('When it was last stored.', Timestamp),
  }),
);

export const getPush = route({
  method: 'GET',
  path: '/me/push',
  operation: 'getPush',
  summary: 'How this session is told',
  access: 'person',
  answers: {
    200: z.object({
      publicKey: described(
        'The key to subscribe with: `applicationServerKey`, 65 bytes in base64url. Where a subscription has another, ' +
          'end it and subscribe again.',
        z.string(),
      ),
      device: z.optional(described('Absent where this session is not told.', PushDevice)),
    }),
  },
  refusals: [],
});

export const putPush = route({
  method: 'PUT',
  path: '/me/push',
  operation: 'putPush',
  summary: 'Tell this session when its page is closed',
  description:
    'Takes the place of what the session had before. An endpoint belongs to the session that stored it last, and the ' +
    `subscription ends with its session. Of more than ${PUSH_DEVICES_MAX} of a person the oldest ends.`,
  access: 'person',
  body: z.strictObject({
    endpoint: Endpoint,
    keys: z.strictObject({
      p256dh: described("The browser's public key, a point of P-256.", base64url(65)),
      auth: described('The authentication secret.', base64url(16)),
    }),
    texts: z.optional(described(`${TEXTS} False if absent.`, z.boolean())),
    about: z.optional(
      described(
        'What to tell about. All that is absent is told.',
        z.strictObject({
          messages: z.optional(Switches.messages),
          offers: z.optional(Switches.offers),
          promises: z.optional(Switches.promises),
          thanks: z.optional(Switches.thanks),
          searches: z.optional(Searches),
        }),
      ),
    ),
  }),
  answers: { 204: null },
  refusals: ['no-session', 'too-many-requests'],
});

export const deletePush = route({
  method: 'DELETE',
  path: '/me/push',
  operation: 'deletePush',
  summary: 'Tell this session no longer',
  description: 'Does nothing where it is not told.',
  access: 'person',
  answers: { 204: null },
  refusals: ['no-session', 'too-many-requests'],
});

export const pushRoutes = [getPush, putPush, deletePush] as const;
