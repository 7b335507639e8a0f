/** People, as the API speaks of them. */

import * as z from 'zod/mini';
import { described, named } from './described.ts';
import { Timestamp, UserName } from './values.ts';

export const User = named(
  'User',
  'A person.',
  z.object({
    username: UserName,
    displayName: described('The name to show.', z.string()),
    about: z.optional(described('What the person says of themselves.', z.string())),
    createdAt: Timestamp,
  }),
);
export type User = z.infer<typeof User>;

export const Profile = named(
  'Profile',
  'A person, and whether they are online; to those they have blocked, never.',
  z.extend(User, {
    online: described('Whether a socket of theirs is open.', z.boolean()),
    lastSeenAt: z.optional(Timestamp),
  }),
);
export type Profile = z.infer<typeof Profile>;

export const Me = named(
  'Me',
  'My own profile.',
  z.extend(User, {
    email: described('My address, which nobody else is told.', z.string()),
    readReceipts: z.optional(described('There where nobody sees how far I have read.', z.literal(false))),
    administrator: z.optional(described('Whether the routes of administrators are there for me.', z.boolean())),
  }),
);
export type Me = z.infer<typeof Me>;
