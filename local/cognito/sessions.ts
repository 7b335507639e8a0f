/**
 * Sessions, which refresh tokens stand for. A token names its session and carries a secret, of which only a hash is
 * stored. With rotation, every use issues a new token. The old token stays valid for the grace period, so that a client
 * can retry when a response was lost or two of its windows refreshed at once.
 */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { ServiceError } from '../aws/service.ts';
import type { KeyValueStore } from '../dynamodb/key-value-store.ts';
import type { Account } from './accounts.ts';
import type { ClientSettings, PoolSettings } from './settings.ts';

export interface Session {
  /** `origin_jti` of its tokens. */
  readonly id: string;
  readonly sub: string;
  readonly username: string;
  readonly clientId: string;
  /** Epoch milliseconds. */
  readonly signedInAt: number;
  /** Epoch milliseconds. Rotation does not extend it. */
  readonly expiresAt: number;
  /** The end of each token's validity (epoch milliseconds), by the token's hash. */
  readonly tokens: Readonly<Record<string, number>>;
}

/** The content of a refresh token's 64 bytes: two UUIDs and a secret, here as its hash. */
interface TokenParts {
  readonly sub: string;
  readonly sessionId: string;
  readonly hash: string;
}

export type Sessions = ReturnType<typeof createSessions>;

export function createSessions(store: KeyValueStore, now: () => number) {
  const prefix = (pool: PoolSettings, sub: string): string => `session/${pool.id}/${sub}/`;
  const key = (pool: PoolSettings, session: Session): string => `${prefix(pool, session.sub)}${session.id}`;
  const read = (pool: PoolSettings, { sub, sessionId }: Pick<TokenParts, 'sub' | 'sessionId'>) =>
    store.get<Session>(`${prefix(pool, sub)}${sessionId}`);
  const all = async (pool: PoolSettings, sub: string): Promise<Session[]> =>
    (await store.entries<Session>(prefix(pool, sub))).map(([, session]) => session);

  return {
    open: async (client: ClientSettings, account: Account): Promise<{ session: Session; refreshToken: string }> => {
      const expired = (await all(client.pool, account.sub)).filter((session) => session.expiresAt <= now());
      for (const session of expired) await store.del(key(client.pool, session));
      const id = randomUUID();
      const { token, hash } = makeToken(account.sub, id);
      const expiresAt = now() + client.validitySeconds.refresh * 1000;
      const { sub, username } = account;
      const session = {
        id,
        sub,
        username,
        clientId: client.id,
        signedInAt: now(),
        expiresAt,
        tokens: { [hash]: expiresAt },
      };
      await store.put(key(client.pool, session), session);
      return { session, refreshToken: token };
    },

    /**
     * Returns the user name of a token's session, even if the token is invalid, or undefined without such a session.
     */
    usernameOf: async (pool: PoolSettings, refreshToken: string): Promise<string | undefined> => {
      const parts = parseToken(refreshToken);
      return parts && (await read(pool, parts))?.username;
    },

    /**
     * Uses a refresh token.
     * @returns the session, and the next refresh token if tokens rotate
     * @throws {ServiceError} NotAuthorizedException, or RefreshTokenReuseException for a token that was rotated
     */
    refresh: async (
      client: ClientSettings,
      refreshToken: string,
    ): Promise<{ session: Session; refreshToken?: string }> => {
      const parts = parseToken(refreshToken);
      const session = parts && (await read(client.pool, parts));
      if (!parts) throw new ServiceError('NotAuthorizedException', 'Invalid Refresh Token');
      if (!session || session.clientId !== client.id)
        throw new ServiceError('NotAuthorizedException', 'Refresh Token has been revoked');
      if (session.expiresAt <= now()) throw new ServiceError('NotAuthorizedException', 'Refresh Token has expired');
      const validUntil = session.tokens[parts.hash];
      if (validUntil === undefined || validUntil <= now())
        throw new ServiceError('RefreshTokenReuseException', 'Refresh Token has been rotated');
      if (client.rotationGraceSeconds === undefined) return { session };

      const { token, hash } = makeToken(session.sub, session.id);
      const valid = Object.entries(session.tokens).filter(([, end]) => end > now());
      const tokens = {
        ...Object.fromEntries(valid),
        [parts.hash]: Math.min(validUntil, now() + client.rotationGraceSeconds * 1000),
        [hash]: session.expiresAt,
      };
      const rotated = { ...session, tokens };
      await store.put(key(client.pool, session), rotated);
      return { session: rotated, refreshToken: token };
    },

    /** Ends the session of a valid token. An invalid token changes nothing. */
    revoke: async (client: ClientSettings, refreshToken: string): Promise<void> => {
      const parts = parseToken(refreshToken);
      const session = parts && (await read(client.pool, parts));
      const validUntil = session?.tokens[parts?.hash ?? ''];
      if (session?.clientId === client.id && validUntil !== undefined && validUntil > now())
        await store.del(key(client.pool, session));
    },

    isOpen: async (pool: PoolSettings, sub: string, sessionId: string): Promise<boolean> => {
      const session = await read(pool, { sub, sessionId });
      return session !== undefined && session.expiresAt > now();
    },

    revokeAll: async (pool: PoolSettings, sub: string): Promise<void> => {
      for (const session of await all(pool, sub)) await store.del(key(pool, session));
    },
  };
}

const SECRET_BYTES = 32;

function makeToken(sub: string, sessionId: string): { token: string; hash: string } {
  const secret = randomBytes(SECRET_BYTES);
  const token = Buffer.concat([uuidBytes(sub), uuidBytes(sessionId), secret]).toString('base64url');
  return { token, hash: hashOf(secret) };
}

function parseToken(token: string): TokenParts | undefined {
  const bytes = Buffer.from(token, 'base64url');
  if (bytes.length !== 32 + SECRET_BYTES || bytes.toString('base64url') !== token) return undefined;
  return {
    sub: uuid(bytes.subarray(0, 16)),
    sessionId: uuid(bytes.subarray(16, 32)),
    hash: hashOf(bytes.subarray(32)),
  };
}

const hashOf = (secret: Buffer): string => createHash('sha256').update(secret).digest('base64');
const uuidBytes = (text: string): Buffer => Buffer.from(text.replaceAll('-', ''), 'hex');
const uuid = (bytes: Buffer): string =>
  bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
