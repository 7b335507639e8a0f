/** Who is who: access tokens that say it in clear, and refresh tokens that name a person and a session. */
import type { World } from './world.ts';

/** Milliseconds an access token lives. */
const LIFE = 10 * 60_000;
/** Milliseconds the user pool takes. */
const SLOWNESS = 100;

export const refreshTokenOf = (person: string, session: string): string => `${person}/${session}`;

export function createUserPool({ time, random }: World) {
  return {
    async exchange(refreshToken: string) {
      await time.sleep(random.between(0, SLOWNESS));
      const [username = ''] = refreshToken.split('/');
      const now = Math.round(time.now);
      return { accessToken: `${refreshToken}/${now}/${now + LIFE}`, refreshToken: undefined, expiresIn: LIFE / 1000, username };
    },

    /** @throws for a token that has ended */
    async verify(accessToken: string) {
      const [username = '', session = '', issuedAt = 0, expiresAt = 0] = accessToken.split('/');
      if (!(Number(expiresAt) > time.now)) throw new Error('The token has ended.');
      return { username, session, issuedAt: Math.floor(Number(issuedAt) / 1000) * 1000 };
    },
  };
}

export type UserPool = ReturnType<typeof createUserPool>;
