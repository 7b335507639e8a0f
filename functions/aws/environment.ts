/** The names that the stack and the functions share: of environment variables, of a header, and prefixes of keys. */

export const USERS_TABLE = 'USERS_TABLE';
export const CONNECTIONS_TABLE = 'CONNECTIONS_TABLE';
export const MESSAGES_TABLE = 'MESSAGES_TABLE';
export const CONVERSATIONS_TABLE = 'CONVERSATIONS_TABLE';
export const MODERATION_TABLE = 'MODERATION_TABLE';
export const POSTS_TABLE = 'POSTS_TABLE';
export const POST_INDEX_TABLE = 'POST_INDEX_TABLE';
export const ATTACHMENTS_TABLE = 'ATTACHMENTS_TABLE';
export const WATCHERS_TABLE = 'WATCHERS_TABLE';
export const FILES_BUCKET = 'FILES_BUCKET';
/** From which day on (`2026-12-01`, UTC) a file is handed out only once its scan has found nothing, or `NO_SCANS`. */
export const SCANNED_FROM = 'SCANNED_FROM';
export const NO_SCANS = 'none';
/** The bucket with the exports of accounts. */
export const ACCOUNT_EXPORTS_BUCKET = 'ACCOUNT_EXPORTS_BUCKET';
export const LEDGER_TABLE = 'LEDGER_TABLE';
/**
 * Set by a restore while it is under way, and by no template: the moment it goes back to, as an ISO time, the names of
 * the tables that must not be written, separated by commas, and the coming generation of logs; with spaces in between.
 */
export const RESTORING = 'RESTORING';
export const USER_POOL_ID = 'USER_POOL_ID';
/** `true` if the stack made the user pool, so that its accounts are the message center's alone. */
export const OWNS_USER_POOL = 'OWNS_USER_POOL';
export const USER_POOL_CLIENT_ID = 'USER_POOL_CLIENT_ID';
/** `iss` of the access tokens: `https://cognito-idp.<region>.amazonaws.com/<pool id>`. */
export const TOKEN_ISSUER = 'TOKEN_ISSUER';
/** ARN of the secret that all keys derive from. */
export const ROOT_SECRET_ARN = 'ROOT_SECRET_ARN';
/** ARN of the secret with which the distribution proves itself. */
export const DISTRIBUTION_PROOF_ARN = 'DISTRIBUTION_PROOF_ARN';
/** Origin of the page (`https://<host>`), the only one whose WebSocket handshakes and cookies are accepted. */
export const SITE_ORIGIN = 'SITE_ORIGIN';
/** `https://<api id>.execute-api.<region>.amazonaws.com/<stage>`: the address that posts frames to sockets. */
export const CONNECTIONS_ENDPOINT = 'CONNECTIONS_ENDPOINT';
/** How many messages a page has when the client gives no limit. */
export const MESSAGES_TO_LOAD = 'MESSAGES_TO_LOAD';
/** The generation in which entries of logs are written. */
export const LOG_GENERATION = 'LOG_GENERATION';
/** `inline` if small entries travel in their announcement, `ids` if only their ids do. */
export const NOTIFY = 'NOTIFY';
/** Entries that one person may write in one conversation, per minute and at once. 0 per minute: no limit. */
export const SENDS_PER_MINUTE = 'SENDS_PER_MINUTE';
export const SEND_BURST = 'SEND_BURST';
/** Conversations that one person may begin in an hour. 0: no limit. */
export const CONVERSATIONS_PER_HOUR = 'CONVERSATIONS_PER_HOUR';
/** Posts that one person may publish in a day, and have open. 0: no limit. */
export const POSTS_PER_DAY = 'POSTS_PER_DAY';
export const OPEN_POSTS = 'OPEN_POSTS';
/** Into how many lists of the index the posts of a day are spread. */
export const POST_SHARDS = 'POST_SHARDS';
/** Largest attachment, in bytes. */
export const ATTACHMENT_MAX_BYTES = 'ATTACHMENT_MAX_BYTES';
/** Uploads that one person may begin in an hour, and their bytes in a month. 0: no limit. */
export const ATTACHMENTS_PER_HOUR = 'ATTACHMENTS_PER_HOUR';
export const ATTACHMENT_BYTES_PER_MONTH = 'ATTACHMENT_BYTES_PER_MONTH';
/** Mails that one network may request in an hour. 0: no limit. */
export const MAILS_PER_HOUR = 'MAILS_PER_HOUR';
/** Address of the queue of what there is to tell by push. */
export const PUSH_QUEUE_URL = 'PUSH_QUEUE_URL';
/** The origins that pushes may be posted to, separated by commas; `*.` stands for any host below. */
export const PUSH_ORIGINS = 'PUSH_ORIGINS';

/** What the message center's own metrics are of: the name that tells it from others of the account. */
export const METRICS_SERVICE = 'METRICS_SERVICE';
/** Where they are. */
export const METRICS_NAMESPACE = 'MessageCenter';
/** What functions count, which lib/watches.ts watches. */
export type MetricName =
  | 'DroppedFrames'
  | 'IgnoredFrames'
  | 'SkippedEntries'
  | 'TableThrottles'
  | 'TableErrors'
  | 'FailedSignIns'
  | 'Mails'
  | 'OverdueScans'
  | 'SentPushes'
  | 'GonePushes'
  | 'DelayedPushes'
  | 'RefusedPushes'
  | 'LostPushes';

/** The proof without which nobody but the distribution is answered, or `NO_PROOF`: everybody is. */
export const REQUIRED_PROOF = 'REQUIRED_PROOF';
export const NO_PROOF = 'none';
/** The proof by which handshakes that came through the distribution are known, or `NO_PROOF`: none comes that way. */
export const HANDSHAKE_PROOF = 'HANDSHAKE_PROOF';

/** The header in which the distribution sends its proof. */
export const DISTRIBUTION_PROOF_HEADER = 'x-distribution-proof';

/**
 * Prefixes of keys in the bucket of files. Uploads arrive under `incoming/` and expire there after a day. What a
 * message or a post took is a copy under `kept/`. What was reported is a copy under `evidence/`, which expires after
 * `EVIDENCE_DAYS`.
 */
export const FILE_PREFIXES = { incoming: 'incoming/', kept: 'kept/', evidence: 'evidence/' } as const;
export const EVIDENCE_DAYS = 90;

/**
 * Returns a variable's value.
 * @throws {Error} for a missing one, by name: at start, not at the first request that needs it
 */
export function requireEnv(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`The environment variable ${name} is not set.`);
  return value;
}
