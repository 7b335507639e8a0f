/** The schemas of users and profiles. */

import * as z from 'zod/mini';
import { described, named } from './described.ts';
import { Timestamp, UserName } from './values.ts';

export const User = named(
  'User',
  'A person.',
  z.object({
    username: UserName,
    displayName: described('The name to display.', z.string()),
    about: z.optional(described('What the person says about themselves.', z.string())),
    createdAt: Timestamp,
  }),
);
export type User = z.infer<typeof User>;

export const Profile = named(
  'Profile',
  'A person, and whether they are online. To people they have blocked they never are.',
  z.extend(User, {
    online: described('Whether they have a socket open.', z.boolean()),
    lastSeenAt: z.optional(Timestamp),
    requests: z.optional(described('True if every first message to them is a request.', z.literal(true))),
  }),
);
export type Profile = z.infer<typeof Profile>;

export const Me = named(
  'Me',
  'My own profile.',
  z.extend(User, {
    email: described('My e-mail address. Nobody else sees it.', z.string()),
    readReceipts: z.optional(
      described('False if nobody can see how far I have read. Absent otherwise.', z.literal(false)),
    ),
    requests: z.optional(
      described('True if every first message to me is a request. Absent otherwise.', z.literal(true)),
    ),
    unlisted: z.optional(described('True if only my whole user name finds me. Absent otherwise.', z.literal(true))),
    safetyTold: z.optional(
      described('True once I was shown how to meet somebody safely. Absent before.', z.literal(true)),
    ),
    administrator: z.optional(described('Whether I am an administrator.', z.boolean())),
    twoStep: z.optional(described('True if two-step sign-in is on. Absent otherwise.', z.literal(true))),
  }),
);
export type Me = z.infer<typeof Me>;
