/** The environment that the stack gives the functions, and a date that stands still. */

import { vi } from 'vitest';
import * as names from '#functions/aws/environment.ts';
import { NOW } from './clock.ts';

export const environment = {
  [names.USERS_TABLE]: 'users-table',
  [names.CONNECTIONS_TABLE]: 'connections-table',
  [names.MESSAGES_TABLE]: 'messages-table',
  [names.CONVERSATIONS_TABLE]: 'conversations-table',
  [names.MODERATION_TABLE]: 'moderation-table',
  [names.POSTS_TABLE]: 'posts-table',
  [names.POST_INDEX_TABLE]: 'postIndex-table',
  [names.WATCHERS_TABLE]: 'watchers-table',
  [names.LEDGER_TABLE]: 'ledger-table',
  [names.ATTACHMENTS_TABLE]: 'attachments-table',
  [names.FILES_BUCKET]: 'files-bucket',
  AWS_REGION: 'eu-central-1',
  [names.USER_POOL_ID]: 'eu-central-1_pool',
  [names.OWNS_USER_POOL]: 'true',
  [names.USER_POOL_CLIENT_ID]: 'client-id',
  [names.TOKEN_ISSUER]: 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_pool',
  [names.ROOT_SECRET_ARN]: 'arn:root',
  [names.DISTRIBUTION_PROOF_ARN]: 'arn:distribution-proof',
  [names.SITE_ORIGIN]: 'https://site.example',
  [names.CONNECTIONS_ENDPOINT]: 'https://sockets.example/live',
  [names.LOG_GENERATION]: '1',
  [names.NOTIFY]: 'ids',
  [names.MESSAGES_TO_LOAD]: '15',
  [names.SENDS_PER_MINUTE]: '0',
  [names.SEND_BURST]: '20',
  [names.CONVERSATIONS_PER_HOUR]: '0',
  [names.POSTS_PER_DAY]: '0',
  [names.OPEN_POSTS]: '0',
  [names.POST_SHARDS]: '1',
  [names.ATTACHMENT_MAX_BYTES]: '10000000',
  [names.ATTACHMENTS_PER_HOUR]: '50',
  [names.ATTACHMENT_BYTES_PER_MONTH]: '1000000000',
  [names.MAILS_PER_HOUR]: '0',
  [names.PUSH_QUEUE_URL]: 'https://sqs.eu-central-1.amazonaws.com/123456789012/pushes',
  [names.PUSH_ORIGINS]: 'https://push.example,https://*.push.example.org',
  [names.METRICS_SERVICE]: 'Production',
  [names.REQUIRED_PROOF]: names.NO_PROOF,
  [names.SCANNED_FROM]: names.NO_SCANS,
  [names.HANDSHAKE_PROOF]: 'the-proof',
} as const;

/** Call this before importing a function's file, which reads its environment then. */
export function stubEnvironment(): void {
  vi.useFakeTimers({ now: NOW, toFake: ['Date'] });
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
}
