/** The function that serves attachments. */

import { attachmentEndpoints } from '../api/handlers/attachments.ts';
import { serve } from '../api/router.ts';
import { attachmentsTable } from '../aws/attachments-table.ts';
import { systemClock } from '../aws/clock.ts';
import { spendingCounters } from '../aws/counters.ts';
import { notedTasks } from '../aws/due-files.ts';
import {
  ATTACHMENTS_PER_HOUR,
  ATTACHMENTS_TABLE,
  ATTACHMENT_BYTES_PER_MONTH,
  ATTACHMENT_MAX_BYTES,
  CONNECTIONS_TABLE,
  CONVERSATIONS_TABLE,
  FILES_BUCKET,
  MESSAGES_TABLE,
  POSTS_TABLE,
  SCANNED_FROM,
  USERS_TABLE,
  requireEnv,
} from '../aws/environment.ts';
import { newAttachmentId, newFileKey } from '../aws/file-keys.ts';
import { fileScans } from '../aws/file-scans.ts';
import { filesBucket } from '../aws/files-bucket.ts';
import { messagesTable } from '../aws/messages-table.ts';
import { throughDistribution } from '../aws/own-address.ts';
import { postOwners } from '../aws/post-owners.ts';
import { postReader } from '../aws/post-reader.ts';
import { usersTable } from '../aws/users-table.ts';
import { personCheck } from '../core/acting.ts';

/** Returns a limit; 0 stands for none. */
const limitIn = (variable: string): number | undefined => Number(requireEnv(variable)) || undefined;
const [perHour, bytesPerMonth] = [limitIn(ATTACHMENTS_PER_HOUR), limitIn(ATTACHMENT_BYTES_PER_MONTH)];

const services = {
  attachments: attachmentsTable(requireEnv(ATTACHMENTS_TABLE)),
  dueTasks: notedTasks(requireEnv(ATTACHMENTS_TABLE)),
  files: filesBucket(requireEnv(FILES_BUCKET)),
  scans: fileScans(requireEnv(FILES_BUCKET), requireEnv(SCANNED_FROM)),
  log: messagesTable(requireEnv(MESSAGES_TABLE)),
  posts: postReader(requireEnv(POSTS_TABLE)),
  owners: postOwners(requireEnv(USERS_TABLE), requireEnv(CONVERSATIONS_TABLE)),
  counters: spendingCounters(requireEnv(CONNECTIONS_TABLE)),
  newKey: newFileKey,
  newAttachmentId,
  clock: systemClock,
  uploadLimits: {
    maxBytes: Number(requireEnv(ATTACHMENT_MAX_BYTES)),
    ...(perHour !== undefined && { perHour }),
    ...(bytesPerMonth !== undefined && { bytesPerMonth }),
  },
};

export const handler = throughDistribution(
  serve(attachmentEndpoints(services), {
    person: personCheck(usersTable(requireEnv(USERS_TABLE))),
  }),
);
