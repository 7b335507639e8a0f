/** Thank-yous as a client keeps them. */

import { describe, expect, it } from 'vitest';
import { ApiProblem, NetworkError } from '#client/problem.ts';
import type { Session } from '#client/session.ts';
import { createThanksList, readOutcome } from '#client/thanks.ts';
import type { Thanks, ThanksPage } from '#contract/thanks.ts';

const thanks = (number: number): Thanks => ({
  post: `bob.${number}`,
  giver: 'bob',
  giverName: 'Bob',
  text: `Thanks ${number}`,
  at: '2026-03-01T09:30:00.000Z',
  shown: false,
});
const help = { posts: 3, people: 1, more: false, createdAt: '2026-01-01T00:00:00.000Z' };
const refused = new ApiProblem({ status: 404, code: 'not-found', title: 'Not found', detail: 'It is gone.' });

/** A session that gives these answers in order; an error is thrown. */
function answering(...answers: readonly unknown[]) {
  const given: unknown[] = [];
  const left = [...answers];
  const call = async (_route: unknown, request: unknown): Promise<unknown> => {
    given.push(request);
    const answer = left.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { session: { call: call as Session['call'] }, given };
}

const page = (numbers: readonly number[], more: Partial<ThanksPage> = {}): ThanksPage => ({
  items: numbers.map(thanks),
  ...more,
});
const textsIn = (list: ReturnType<typeof createThanksList>) => list.view.items.map(({ text }) => text);

describe('a list of thank-yous', () => {
  it('is read page by page, and keeps how much the person has helped', async () => {
    const { session, given } = answering(page([1, 2], { help, next: 'after 2' }), page([3]));
    const list = createThanksList(session, 'ann');

    await list.loadMore();
    await list.loadMore();

    expect(textsIn(list)).toEqual(['Thanks 1', 'Thanks 2', 'Thanks 3']);
    expect(list.view).toMatchObject({ help, next: undefined, loading: false });
    expect(given).toMatchObject([{ query: {} }, { query: { cursor: 'after 2' } }]);
  });

  it('keeps what it has when a page does not come', async () => {
    const { session } = answering(page([1], { help, next: 'after 1' }), new NetworkError('No network.'));
    const list = createThanksList(session, 'ann');
    await list.loadMore();

    await list.loadMore();

    expect(textsIn(list)).toEqual(['Thanks 1']);
    expect(list.view).toMatchObject({ next: 'after 1', help, loading: false });
    expect(list.view.problem).toBeInstanceOf(NetworkError);
  });

  it('shows a thank-you at once, and hides it again where the server refuses', async () => {
    const { session, given } = answering(page([1, 2], { help }), undefined, refused);
    const list = createThanksList(session, 'ann');
    await list.loadMore();

    const showing = list.setShown('bob.1', true);
    expect(list.view.items[0]?.shown).toBe(true);
    await showing;
    await list.setShown('bob.2', true);

    expect(list.view.items.map(({ shown }) => shown)).toEqual([true, false]);
    expect(list.view.problem).toBe(refused);
    expect(given[1]).toEqual({ parameters: { id: 'bob.1' }, body: { shown: true } });
  });
});

describe('what became of a post', () => {
  it('is what the server says, or nothing where one may not know it', async () => {
    const outcome = { id: 'bob.1', kind: 'need', title: 'A flat tyre', status: 'done', chosen: 'another' };

    expect(await readOutcome(answering(outcome).session, 'bob.1')).toEqual(outcome);
    expect(await readOutcome(answering(refused).session, 'bob.1')).toBeUndefined();
    await expect(readOutcome(answering(new NetworkError('No network.')).session, 'bob.1')).rejects.toThrow(
      'No network.',
    );
  });
});
