/** What a person is thanked for, page by page, and what became of a post. */

import type { Outcome } from '#contract/posts.ts';
import { getOutcome, listThanks, showThanks } from '#contract/routes/thanks.ts';
import type { Thanks, ThanksPage } from '#contract/thanks.ts';
import { createListeners } from './listeners.ts';
import { ApiProblem, type Failure, asFailure } from './problem.ts';
import type { Session } from './session.ts';

export interface ThanksView {
  readonly items: readonly Thanks[];
  /** How much the person has helped; undefined until the first page has come. */
  readonly help?: ThanksPage['help'];
  /** Where the next page begins; undefined: there is none. */
  readonly next?: string | undefined;
  readonly loading: boolean;
  /** Why the last request failed. */
  readonly problem?: Failure | undefined;
}

export interface ThanksList {
  readonly view: ThanksView;
  /** @returns unsubscribe */
  subscribe(listener: () => void): () => void;
  /** Reads the next page, the first at first, unless one is on its way. */
  loadMore(): Promise<void>;
  /** Shows or hides a thank-you that I was given: here at once, and as before if the server refuses. */
  setShown(post: string, shown: boolean): Promise<void>;
}

/** @param username who is thanked */
export function createThanksList(session: Pick<Session, 'call'>, username: string): ThanksList {
  const { subscribe, notify } = createListeners();
  let view: ThanksView = { items: [], loading: false };

  function set(change: Partial<ThanksView>): void {
    view = { ...view, ...change };
    notify();
  }

  const mark = (post: string, shown: boolean): void =>
    set({ items: view.items.map((thanks) => (thanks.post === post ? { ...thanks, shown } : thanks)) });

  return {
    get view() {
      return view;
    },
    subscribe,
    async loadMore() {
      if (view.loading) return;
      set({ loading: true, problem: undefined });
      const query = view.next === undefined ? {} : { cursor: view.next };
      const items = view.next === undefined ? [] : view.items;
      try {
        const page = await session.call(listThanks, { parameters: { username }, query });
        set({
          items: [...items, ...page.items],
          next: page.next,
          help: page.help ?? view.help,
          loading: false,
        });
      } catch (thrown) {
        set({ loading: false, problem: asFailure(thrown) });
      }
    },
    async setShown(post, shown) {
      const before = view.items.find((thanks) => thanks.post === post)?.shown === true;
      mark(post, shown);
      try {
        await session.call(showThanks, { parameters: { id: post }, body: { shown } });
        set({ problem: undefined });
      } catch (thrown) {
        mark(post, before);
        set({ problem: asFailure(thrown) });
      }
    },
  };
}

/**
 * Returns what became of a post for which I made an offer; undefined where I may not know.
 * @throws {ApiProblem} for another refusal
 * @throws {NetworkError}
 */
export async function readOutcome(session: Pick<Session, 'call'>, post: string): Promise<Outcome | undefined> {
  try {
    return await session.call(getOutcome, { parameters: { id: post } });
  } catch (thrown) {
    if (thrown instanceof ApiProblem && thrown.code === 'not-found') return undefined;
    throw thrown;
  }
}
