/** People for the walk over every route: they sign up and in through the typed client, and may open a socket. */
import { randomUUID } from 'node:crypto';
import { AdminAddUserToGroupCommand, CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { WebSocket } from 'ws';
import { createCookieFetch } from '#client/cookie-fetch.ts';
import { createSession, type Session } from '#client/session.ts';
import { BEARER_PREFIX, SUBPROTOCOL } from '#contract/handshake.ts';
import { sendMessage } from '#contract/routes/messages.ts';
import { call } from './http.ts';

export const PASSWORD = 'correct horse battery';

export interface Member {
  readonly username: string;
  readonly session: Session;
}

export interface Scene {
  /** Each with one socket; they write to each other. */
  readonly ann: Member;
  readonly ben: Member;
  readonly administrator: Member;
  /** A session nobody has signed in to. */
  outsider(): Session;
  /** Signs up somebody new, who has not confirmed yet. @returns the user name */
  newcomer(): Promise<string>;
  /** The code mailed to this person last. */
  codeFor(username: string): Promise<string>;
  /** Somebody new, confirmed and signed in. */
  member(): Promise<Member>;
  /** Another session of a member. */
  signIn(username: string): Promise<Session>;
  /** Ann writes to Ben, or to another. @returns the message's id and seq */
  message(recipient?: string): Promise<{ readonly id: string; readonly seq: number }>;
  connect(session: Session): Promise<WebSocket>;
}

/** Two hundred bytes, the size that the budgets are stated for. */
export const TEXT = 'I need help! '.repeat(16).slice(0, 200);

export const emailOf = (username: string): string => `${username}@example.com`;

export async function createScene(siteUrl: string): Promise<Scene> {
  const { apiUrl, webSocketUrl } = await call<{ apiUrl: string; webSocketUrl: string }>(
    'GET',
    `${siteUrl}/config.json`,
  );
  let people = 0;
  const through = new Map<string, number>();

  const outsider = (): Session => createSession({ apiUrl, environment: { fetch: createCookieFetch() } });

  async function newcomer(): Promise<string> {
    people += 1;
    const username = `walker-${people}`;
    await outsider().signUp({ username, email: emailOf(username), password: PASSWORD });
    return username;
  }

  async function codeFor(username: string): Promise<string> {
    const mails = await call<{ to: string; code: string }[]>('GET', `${siteUrl}/_local/outbox`);
    return mails.find(({ to }) => to === emailOf(username))?.code ?? '';
  }

  async function signIn(username: string): Promise<Session> {
    const session = outsider();
    await session.signIn({ username, password: PASSWORD });
    return session;
  }

  async function member(): Promise<Member> {
    const username = await newcomer();
    await outsider().confirmSignUp({ username, code: await codeFor(username) });
    return { username, session: await signIn(username) };
  }

  async function connect(session: Session): Promise<WebSocket> {
    const socket = new WebSocket(webSocketUrl, [SUBPROTOCOL, BEARER_PREFIX + (await session.accessToken())]);
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    return socket;
  }

  const ann = await member();
  const ben = await member();
  await connect(ann.session);
  await connect(ben.session);

  return {
    ann,
    ben,
    administrator: await appointed(await member(), new URL(webSocketUrl).host, signIn),
    outsider,
    newcomer,
    codeFor,
    member,
    signIn,
    connect,
    async message(recipient = ben.username) {
      const body = { recipient, body: TEXT, clientId: randomUUID(), after: through.get(recipient) ?? 0 };
      const sent = await ann.session.call(sendMessage, { body });
      through.set(recipient, sent.seq);
      return sent;
    },
  };
}

/** Puts a member into the group of the administrators, which counts from the next sign-in on. */
async function appointed({ username, session }: Member, host: string, signIn: Scene['signIn']): Promise<Member> {
  const [, claims = ''] = (await session.accessToken()).split('.');
  const { iss } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { iss: string };
  const client = new CognitoIdentityProviderClient({
    endpoint: `http://${host}`,
    region: 'local',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const UserPoolId = new URL(iss).pathname.slice(1);
  await client.send(new AdminAddUserToGroupCommand({ UserPoolId, Username: username, GroupName: 'admins' }));
  client.destroy();
  return { username, session: await signIn(username) };
}
