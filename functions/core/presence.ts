/** Whether people are online, as somebody else may see it. */

import type { ConversationRow } from './conversation-row.ts';
import type { Connections, Conversations, Users } from './ports.ts';
import type { User } from './user.ts';

export interface PresenceServices {
  readonly users: Pick<Users, 'getMany'>;
  readonly connections: Pick<Connections, 'list'>;
  readonly conversations: Pick<Conversations, 'getOthers'>;
}

export interface SeenPerson {
  readonly user: User;
  readonly online: boolean;
}

/**
 * True if the viewer may not see whether a person is online. To a person they have blocked they look like a disabled
 * person does to everyone: nothing ever changes.
 * @param theirs the person's own row of their conversation with the viewer
 */
export const hidesPresence = (user: User, theirs: ConversationRow | undefined): boolean =>
  theirs?.blocked === true || user.disabledAt !== undefined || user.deletedAt !== undefined;

/**
 * Returns these people by their names, as `viewer` may see them. The sockets are read eventually consistent, half a
 * unit for each person: presence is old by the time it is seen. A block holds from the moment it is answered, so the
 * rows that tell of one are read strongly consistent, but only of people who have a socket.
 */
export async function peopleSeenBy(
  { users, connections, conversations }: PresenceServices,
  viewer: string,
  usernames: readonly string[],
): Promise<ReadonlyMap<string, SeenPerson>> {
  const [people, sockets] = await Promise.all([users.getMany(usernames), connections.list(usernames, 'eventual')]);
  const connected = new Set(sockets.map(({ username }) => username));
  const rows = await conversations.getOthers([...connected], viewer);
  const rowOf = new Map(rows.map((row) => [row.username, row]));
  return new Map(
    people.map((user): [string, SeenPerson] => {
      const { username } = user;
      return [username, { user, online: connected.has(username) && !hidesPresence(user, rowOf.get(username)) }];
    }),
  );
}
