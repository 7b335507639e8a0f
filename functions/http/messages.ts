/** The function that serves messages. */

import { randomUUID } from 'node:crypto';
import { messageEndpoints } from '../api/handlers/messages.ts';
import { serve } from '../api/router.ts';
import { attachmentsTable } from '../aws/attachments-table.ts';
import { systemClock } from '../aws/clock.ts';
import { conversationsTable } from '../aws/conversations-table.ts';
import { distinctCounters } from '../aws/counters.ts';
import { notedTasks } from '../aws/due-files.ts';
import {
  ATTACHMENTS_TABLE,
  CONNECTIONS_TABLE,
  LEDGER_TABLE,
  CONVERSATIONS_PER_HOUR,
  CONVERSATIONS_TABLE,
  FILES_BUCKET,
  MESSAGES_TABLE,
  LOG_GENERATION,
  MESSAGES_TO_LOAD,
  POSTS_TABLE,
  SENDS_PER_MINUTE,
  SEND_BURST,
  USERS_TABLE,
  requireEnv,
} from '../aws/environment.ts';
import { newFileKey } from '../aws/file-keys.ts';
import { filesBucket } from '../aws/files-bucket.ts';
import { inboxMarks } from '../aws/inbox-index.ts';
import { ledgerTable } from '../aws/ledger-table.ts';
import { messagesTable } from '../aws/messages-table.ts';
import { throughDistribution } from '../aws/own-address.ts';
import { postOwners } from '../aws/post-owners.ts';
import { postReader } from '../aws/post-reader.ts';
import { recipients } from '../aws/recipients.ts';
import { usersTable } from '../aws/users-table.ts';
import { personCheck } from '../core/acting.ts';

const setting = (name: string): number => Number(requireEnv(name));
const [sendsPerMinute, conversationsPerHour] = [setting(SENDS_PER_MINUTE), setting(CONVERSATIONS_PER_HOUR)];

const services = {
  ledger: ledgerTable(requireEnv(LEDGER_TABLE)),
  log: messagesTable(requireEnv(MESSAGES_TABLE), setting(LOG_GENERATION)),
  attachments: attachmentsTable(requireEnv(ATTACHMENTS_TABLE)),
  dueTasks: notedTasks(requireEnv(ATTACHMENTS_TABLE)),
  files: filesBucket(requireEnv(FILES_BUCKET)),
  users: usersTable(requireEnv(USERS_TABLE)),
  posts: postReader(requireEnv(POSTS_TABLE)),
  owners: postOwners(requireEnv(USERS_TABLE), requireEnv(CONVERSATIONS_TABLE)),
  recipients: recipients(requireEnv(USERS_TABLE), requireEnv(CONVERSATIONS_TABLE), requireEnv(MESSAGES_TABLE)),
  conversations: conversationsTable(requireEnv(CONVERSATIONS_TABLE)),
  inboxIndex: inboxMarks(requireEnv(CONVERSATIONS_TABLE)),
  distinctCounters: distinctCounters(requireEnv(CONNECTIONS_TABLE)),
  clock: systemClock,
  newId: randomUUID,
  newKey: newFileKey,
  messagesToLoad: setting(MESSAGES_TO_LOAD),
  limits: {
    ...(sendsPerMinute > 0 && { sends: { perMinute: sendsPerMinute, burst: setting(SEND_BURST) } }),
    ...(conversationsPerHour > 0 && { conversationsPerHour }),
  },
};

export const handler = throughDistribution(serve(messageEndpoints(services), { person: personCheck(services.users) }));
