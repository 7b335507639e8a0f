/** Names of the environment variables that the stack sets and the functions read. */
export const USERS_TABLE = 'USERS_TABLE';
export const CONNECTIONS_TABLE = 'CONNECTIONS_TABLE';
export const MESSAGES_TABLE = 'MESSAGES_TABLE';
export const CONVERSATIONS_TABLE = 'CONVERSATIONS_TABLE';
export const MODERATION_TABLE = 'MODERATION_TABLE';
export const USER_POOL_ID = 'USER_POOL_ID';
export const USER_POOL_CLIENT_ID = 'USER_POOL_CLIENT_ID';
/** `iss` of the access tokens: `https://cognito-idp.<region>.amazonaws.com/<pool id>`. */
export const TOKEN_ISSUER = 'TOKEN_ISSUER';
/** Origin of the page (`https://<host>`), the only one whose WebSocket handshakes are accepted. */
export const SITE_ORIGIN = 'SITE_ORIGIN';
/** `https://<api id>.execute-api.<region>.amazonaws.com/<stage>`, where frames are posted to sockets. */
export const CONNECTIONS_ENDPOINT = 'CONNECTIONS_ENDPOINT';
/** How many messages a conversation opens with when the client names no limit. */
export const MESSAGES_TO_LOAD = 'MESSAGES_TO_LOAD';
/** Entries one person may write in one conversation, a minute and at once. 0 a minute: any number. */
export const SENDS_PER_MINUTE = 'SENDS_PER_MINUTE';
export const SEND_BURST = 'SEND_BURST';
/** Conversations one person may begin in an hour. 0: any number. */
export const CONVERSATIONS_PER_HOUR = 'CONVERSATIONS_PER_HOUR';

/** The variable's value; a missing one fails at start, by name, and not at the first request that needs it. */
export function requireEnv(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`The environment variable ${name} is not set.`);
  return value;
}
