/**
 * Every route that has a caller × every state the caller may be in, each with one expected answer. All of them hold an
 * access token from before, which stays valid for minutes.
 */

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Route } from '#contract/route.ts';
import { routes } from '#contract/routes.ts';
import type { Cloud } from '#local/cloud.ts';
import { startTestCloud } from '../support/cloud.ts';
import {
  appoint,
  dismiss,
  newAdministrator,
  newCaller,
  signedIn,
  type Administrator,
  type Answer,
  type Caller,
  type Socket,
} from './callers.ts';
import { createContractCheck } from './contract-check.ts';
import { PASSWORD, PUSH_KEYS } from './people.ts';

/** `administrator …`: what happened to a person who had been one when their token was issued. */
const states = [
  'active',
  'disabled',
  'deleted',
  'signed out',
  'administrator',
  'administrator disabled',
  'administrator deleted',
  'administrator signed out',
  'administrator removed from the group',
  'administrator without a second factor',
] as const;
type State = (typeof states)[number];

interface Row {
  readonly parameters?: (subject: Subject) => Readonly<Record<string, string>>;
  readonly query?: (subject: Subject) => string;
  readonly body?: (subject: Subject) => object;
  /** The answer to a person who may: its status, and the code of a refusal. */
  readonly answer: string;
  /** Answers that follow no rule below. */
  readonly exceptions?: Readonly<Partial<Record<State, string>>>;
}

/** Who calls, and what they can act on. */
interface Subject {
  readonly caller: Caller & Partial<Administrator>;
  readonly socket: Socket;
  /** A message that the caller sent to Ben. */
  readonly message: string;
  /** A post of the caller. */
  readonly post: string;
  /** A report of that message. */
  report: string;
}

const check = createContractCheck();
let cloud: Cloud;
let ben: Caller;
let dan: Caller;
let chief: Caller;
let benSocket: Socket;
const subjects = new Map<State, Subject>();

const toBen = { username: () => ({ username: ben.username }), peer: () => ({ peer: ben.username }) };
const message = ({ message: id }: Subject) => ({ id, emoji: '👍' });
const post = ({ post: id }: Subject) => ({ id });
const SEARCH = randomUUID();
const onDan = { parameters: () => ({ username: dan.username }), answer: '204' };
/** These have one: their token comes from signing in with it. */
const withFactor = (answer: string): Partial<Record<State, string>> => ({
  administrator: answer,
  'administrator signed out': answer,
  'administrator removed from the group': answer,
});
/** The account is gone, so there is no address to show. */
const withoutAccount = { deleted: '401 no-session', 'administrator deleted': '401 no-session' };
/** The posts of a person who is gone are there for nobody. */
const withoutPosts = Object.fromEntries(
  states.filter((state) => /disabled|deleted/.test(state)).map((state) => [state, '404 not-found']),
);
/** Their own posts go with an account. */
const erased = { deleted: '404 not-found', 'administrator deleted': '404 not-found' };
/** The password proves who deletes the account; the rule refuses a wrong one in every state. */
const wrongPassword = { password: 'not the right one' };

const rows: Readonly<Record<string, Row>> = {
  changePassword: {
    body: () => ({ ...wrongPassword, newPassword: 'a password that is new' }),
    answer: '401 wrong-credentials',
  },
  startTwoStep: { answer: '200', exceptions: { ...withFactor('409 two-step-on'), 'signed out': '401 no-session' } },
  turnOnTwoStep: {
    body: () => ({ ...wrongPassword, code: '000000' }),
    answer: '401 wrong-credentials',
  },
  turnOffTwoStep: {
    body: () => ({ ...wrongPassword, code: '000000' }),
    answer: '401 wrong-credentials',
  },
  listSessions: { answer: '200' },
  getPush: { answer: '200' },
  // The token of an ended session stores nothing, and nothing is told to one.
  putPush: {
    body: ({ caller }) => ({ endpoint: `${cloud.siteUrl}/_local/push/${caller.username}`, keys: PUSH_KEYS }),
    answer: '204',
    exceptions: { 'signed out': '401 no-session', 'administrator signed out': '401 no-session' },
  },
  deletePush: { answer: '204' },
  endSession: { parameters: () => ({ session: randomUUID() }), answer: '204' },
  listUsers: { answer: '200' },
  getUser: { parameters: toBen.username, answer: '200' },
  getMe: { answer: '200', exceptions: withoutAccount },
  updateMe: { body: () => ({ about: 'here' }), answer: '200' },
  exportMe: { answer: '200', exceptions: withoutAccount },
  sendMessage: { body: () => ({ recipient: ben.username, body: 'hello' }), answer: '201' },
  listMessages: { query: () => `?target=${ben.username}`, answer: '200' },
  getMessage: { parameters: message, answer: '200' },
  listEarlierTexts: { parameters: message, answer: '200' },
  getMessageAttachments: { parameters: message, answer: '200' },
  createAttachment: { body: () => ({ type: 'image/png', bytes: 1_000 }), answer: '201' },
  editMessage: { parameters: message, body: () => ({ body: 'changed' }), answer: '200' },
  addReaction: { parameters: message, answer: '204' },
  removeReaction: { parameters: message, answer: '204' },
  deleteMessage: { parameters: message, answer: '204' },
  listConversations: { answer: '200' },
  getConversation: { parameters: toBen.peer, answer: '200' },
  readLog: { parameters: toBen.peer, query: () => '?after=0', answer: '200' },
  searchMessages: { parameters: toBen.peer, query: () => '?text=hello', answer: '200' },
  markRead: { parameters: toBen.peer, body: () => ({ seq: 1 }), answer: '204' },
  updateConversation: { parameters: toBen.peer, body: () => ({ muted: false }), answer: '204' },
  listBlocks: { answer: '200' },
  block: { parameters: () => ({ username: dan.username }), answer: '204' },
  unblock: { parameters: () => ({ username: dan.username }), answer: '204' },
  report: { body: ({ message: id }) => ({ message: id, reason: 'Rude' }), answer: '202' },
  listAccounts: { answer: '200' },
  disableAccount: onDan,
  enableAccount: onDan,
  signOutAccount: onDan,
  resetTwoStep: onDan,
  listReports: { answer: '200' },
  resolveReport: { parameters: ({ report: id }) => ({ id }), answer: '204' },
  getReportAttachments: { parameters: ({ report: id }) => ({ id }), answer: '200' },
  removeMessage: { parameters: message, answer: '204' },
  listActs: { answer: '200' },
  createPost: { body: () => ({ clientId: randomUUID(), kind: 'need' }), answer: '201' },
  listPosts: { answer: '200' },
  listOffers: { parameters: post, answer: '200', exceptions: erased },
  getPost: { parameters: post, answer: '200', exceptions: withoutPosts },
  getPostPictures: { parameters: post, answer: '200', exceptions: withoutPosts },
  changePost: { parameters: post, body: () => ({ version: 1, title: 'A flat tyre' }), answer: '200' },
  keepPost: { parameters: post, answer: '204' },
  listHiddenPosts: { answer: '200' },
  getOutcome: { parameters: post, answer: '404 not-found' },
  listThanks: { parameters: toBen.username, answer: '200' },
  showThanks: { parameters: post, body: () => ({ shown: true }), answer: '404 not-found' },
  dismissQuiet: { body: () => ({ until: '2026-03-01T09:30:00.000Z' }), answer: '204' },
  getFigures: { answer: '200' },
  removeThanks: { parameters: (subject) => ({ ...post(subject), ...toBen.username() }), answer: '404 not-found' },
  listSearches: { answer: '200' },
  saveSearch: { parameters: () => ({ id: SEARCH }), body: () => ({ words: 'ladder' }), answer: '204' },
  getForYou: { answer: '200' },
  readForYou: { body: () => ({ readUntil: new Date().toISOString() }), answer: '204' },
  deleteSearch: { parameters: () => ({ id: SEARCH }), answer: '204' },
  removePost: { parameters: post, body: () => ({ reason: 'An advertisement' }), answer: '204' },
  deletePost: { parameters: post, answer: '204' },
  deleteAccount: {
    body: () => wrongPassword,
    answer: '401 wrong-credentials',
    exceptions: Object.fromEntries(states.map((state) => [state, '401 wrong-credentials'])),
  },
};

const all: readonly Route[] = Object.values(routes).flat();
const withCaller = all.filter(({ access }) => access !== 'anyone');
const inOrder = Object.keys(rows).flatMap((operation) => withCaller.filter((route) => route.operation === operation));

/** The rule: a token is enough to read, everything else takes a person who is active now, or an administrator. */
function expected({ access, method }: Route, { answer, exceptions }: Row, state: State): string {
  const gone = /disabled|deleted/.test(state);
  if (exceptions?.[state]) return exceptions[state];
  if (access === 'person') return gone && method !== 'GET' ? '401 no-session' : answer;
  if (state === 'administrator') return answer;
  if (state === 'administrator without a second factor') return '403 second-factor-needed';
  const hadTheRole = state.startsWith('administrator');
  return hadTheRole && (gone || state.endsWith('signed out')) ? '401 no-session' : '404 not-found';
}

async function newCallerWho(state: State): Promise<Subject['caller']> {
  if (!state.startsWith('administrator')) return newCaller(cloud, check, 'ann');
  if (!state.endsWith('without a second factor')) return newAdministrator(cloud, check);
  const { username } = await newCaller(cloud, check, 'new');
  await appoint(cloud, username);
  return signedIn(cloud, check, username);
}

async function subjectOf(state: State): Promise<Subject> {
  const caller = await newCallerWho(state);
  const socket = await caller.dial();
  const { body } = await caller.call('POST', '/messages', { recipient: ben.username, body: 'hello' });
  const { id } = body as { id: string };
  await ben.call('POST', '/reports', { message: id, reason: 'Rude' });
  const published = await caller.call('POST', '/posts', { clientId: randomUUID(), kind: 'need' });
  const { id: ofPost } = published.body as { id: string };
  return { caller, socket, message: id, post: ofPost, report: '' };
}

async function bring(state: State, { caller }: Subject): Promise<void> {
  const path = `/admin/users/${caller.username}`;
  if (state.endsWith('disabled')) await chief.call('POST', `${path}/disable`);
  if (state.endsWith('signed out')) await chief.call('POST', `${path}/sign-out`);
  if (state.endsWith('deleted')) await caller.call('DELETE', '/me', { password: PASSWORD, code: caller.nextCode?.() });
  if (state.endsWith('removed from the group')) await dismiss(cloud, caller);
}

beforeAll(async () => {
  cloud = await startTestCloud();
  [ben, dan, chief] = await Promise.all([
    newCaller(cloud, check, 'ben'),
    newCaller(cloud, check, 'dan'),
    newAdministrator(cloud, check),
  ]);
  benSocket = await ben.dial();
  await Promise.all(states.map(async (state) => subjects.set(state, await subjectOf(state))));
  const { items } = (await chief.call('GET', '/admin/reports?limit=100')).body as {
    items: { id: string; message: { id: string } }[];
  };
  for (const subject of subjects.values())
    subject.report = items.find((report) => report.message.id === subject.message)?.id ?? '';
  await Promise.all([...subjects].map(([state, subject]) => bring(state, subject)));
});
afterAll(() => cloud.close());

const ask = ({ method, path }: Route, row: Row, subject: Subject): Promise<Answer> => {
  const parameters = row.parameters?.(subject) ?? {};
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(parameters[name] ?? ''));
  return subject.caller.call(method, filled + (row.query?.(subject) ?? ''), row.body?.(subject));
};

const inShort = ({ status, body }: Answer): string =>
  status < 400 ? String(status) : `${status} ${(body as { code?: string }).code}`;

describe('a caller', () => {
  it('is tried on every route that has one', () => {
    expect(Object.keys(rows).toSorted()).toEqual(withCaller.map(({ operation }) => operation).toSorted());
  });

  it.each(states)('who is %s gets the expected answer of every route', async (state) => {
    const subject = subjects.get(state);
    if (!subject) throw new Error(`Nobody is ${state}.`);
    const answers: Record<string, string> = {};
    const wanted: Record<string, string> = {};

    for (const route of inOrder) {
      const row = rows[route.operation];
      if (!row) throw new Error(`Add what callers of ${route.operation} get.`);
      answers[route.operation] = inShort(await ask(route, row, subject));
      wanted[route.operation] = expected(route, row, state);
    }

    expect(answers).toEqual(wanted);
  });
});

describe('a live socket', () => {
  it.each(states.filter((state) => /disabled|deleted|signed out/.test(state)))(
    'of a person who is %s is closed, and says nothing to anybody',
    async (state) => {
      const subject = subjects.get(state);

      subject?.socket.send({ action: 'typing', to: ben.username });
      await subject?.socket.closed;

      expect(await benSocket.settled()).not.toContainEqual({ type: 'typing', from: subject?.caller.username });
    },
  );
});

it('all answers match the contract', () => {
  expect(check.violations).toEqual([]);
});
