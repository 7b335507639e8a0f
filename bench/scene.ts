/** People for the walk over every route: they sign up and in through the typed client, and may open a socket. */
import { randomUUID } from 'node:crypto';
import { AdminAddUserToGroupCommand, CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { WebSocket } from 'ws';
import { createCookieFetch } from '#client/cookie-fetch.ts';
import { createSession, type Session } from '#client/session.ts';
import { BEARER_PREFIX, SUBPROTOCOL } from '#contract/handshake.ts';
import { sendMessage } from '#contract/routes/messages.ts';
import { startTwoStep } from '#contract/routes/two-step.ts';
import { totpCode } from '#local/cognito/totp.ts';
import { emailOf, PASSWORD, TEXT } from './constants.ts';
import { call } from './http.ts';

export interface Member {
  readonly username: string;
  readonly session: Session;
}

export interface Scene {
  /** Ann and Ben have one socket each. Ann writes to Ben. */
  readonly ann: Member;
  readonly ben: Member;
  readonly administrator: Member;
  /** Returns a session in which nobody is signed in. */
  outsider(): Session;
  /** Signs a new person up without confirming. @returns the user name */
  newcomer(): Promise<string>;
  /** Returns the code that was mailed to this person last. */
  codeFor(username: string): Promise<string>;
  /** Signs a new person up and in. */
  member(): Promise<Member>;
  /** Starts another session of a member. */
  signIn(username: string): Promise<Session>;
  /** Sends a message from Ann, to Ben if no recipient is given. */
  message(recipient?: string): Promise<{ readonly id: string; readonly seq: number }>;
  /** Opens a socket. */
  connect(session: Session): Promise<WebSocket>;
}

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

/**
 * Adds a member to the administrators' group, and signs them in again: groups are read at sign-in, and administrators
 * need a second factor.
 */
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
  const administrator = await signIn(username);
  const { secret } = await administrator.call(startTwoStep, {});
  await administrator.turnOnTwoStep({ password: PASSWORD, code: totpCode(secret, Date.now()) });
  // Each code works once: the one of the next step is taken half a minute early.
  await administrator.signIn({ username, password: PASSWORD, code: totpCode(secret, Date.now() + 30_000) });
  return { username, session: administrator };
}
