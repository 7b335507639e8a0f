/** A session for components under test: it answers calls as it is told, by operation, and records them. */
import { type ReactNode, createElement } from 'react';
import { ApiProblem } from '#client/problem.ts';
import { createPublisher } from '#client/publisher.ts';
import { type Session, createSession } from '#client/session.ts';
import { BlocksContext, createBlocks } from '#web/src/state/blocks.ts';
import { MyProfileContext, createMyProfile } from '#web/src/state/my-profile.ts';
import { createProfiles } from '#web/src/state/profiles.ts';
import { PublisherContext } from '#web/src/state/publisher.ts';
import { SessionContext } from '#web/src/state/session.ts';
import { type FakeMailbox, fakeMailbox, inMailbox } from './fake-mailbox.ts';

type Answers = Record<string, (given: Record<string, Record<string, unknown>>) => unknown>;

export interface FakeSession extends Session {
  /** All calls in order: the operation, and what was passed. */
  readonly calls: readonly (readonly unknown[])[];
}

/** @param answers by operation; all others resolve to undefined */
export function fakeSession(answers: Answers, own: Partial<Session> = {}): FakeSession {
  const calls: (readonly unknown[])[] = [];
  const call = async (
    route: { operation: string },
    given: Record<string, Record<string, unknown>>,
  ): Promise<unknown> => {
    calls.push([route.operation, given]);
    return answers[route.operation]?.(given);
  };
  return { ...createSession({ apiUrl: '/api' }), username: 'alice', ...own, call: call as Session['call'], calls };
}

export const refusal = (status: number, code: string): ApiProblem =>
  new ApiProblem({ status, code, title: code, detail: 'The server says no.' });

export const person = (username: string, displayName = username) => ({
  username,
  displayName,
  createdAt: '2026-03-01T12:00:00.000Z',
});

/** For `render(…, { wrapper })`: Alice’s page, with all that belongs to her session. */
export function inMessenger(session: Session, mailbox: FakeMailbox = fakeMailbox()) {
  const [mine, profiles, blocks] = [createMyProfile(session), createProfiles(session), createBlocks(session, mailbox)];
  const Inner = inMailbox(mailbox, profiles);
  const publisher = createPublisher({ session });
  // React does not wait for a promise that says that it is fulfilled.
  const loaded = Object.assign(Promise.resolve(publisher), { status: 'fulfilled', value: publisher });
  return ({ children }: { children: ReactNode }) =>
    createElement(
      SessionContext,
      { value: session },
      createElement(
        MyProfileContext,
        { value: mine },
        createElement(
          BlocksContext,
          { value: blocks },
          createElement(PublisherContext, { value: loaded }, createElement(Inner, null, children)),
        ),
      ),
    );
}
