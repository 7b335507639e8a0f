/** What is near the visible part of the page: the last of several reports counts. */
import { act, render, screen } from '@testing-library/react';
import { beforeEach, expect, it, vi } from 'vitest';
import { useEnteredViewport } from '#web/src/hooks/use-entered-viewport.ts';
import { useNearViewport } from '#web/src/hooks/use-near-viewport.ts';

type Report = Pick<IntersectionObserverEntry, 'isIntersecting'>;

/** What the observers that are watching were given: the latest last. */
const watching: ((entries: readonly Report[]) => void)[] = [];

beforeEach(() => {
  watching.length = 0;
  class FakeObserver {
    readonly #report: (entries: readonly Report[]) => void;
    constructor(report: (entries: readonly Report[]) => void) {
      this.#report = report;
    }
    observe(): void {
      watching.push(this.#report);
    }
    disconnect(): void {
      watching.splice(watching.indexOf(this.#report), 1);
    }
  }
  vi.stubGlobal('IntersectionObserver', FakeObserver);
});

const report = (...isIntersecting: boolean[]): void =>
  act(() => watching.at(-1)?.(isIntersecting.map((is) => ({ isIntersecting: is }))));

it('takes the last of the entries that a busy page gets at once', () => {
  const onNear = vi.fn<() => void>();
  function Watched() {
    return <div ref={useNearViewport<HTMLDivElement>(onNear, { isWatching: true, marginPx: 1 })} />;
  }
  render(<Watched />);

  report(true, false);
  expect(onNear).not.toHaveBeenCalled();
  report(false, true);
  expect(onNear).toHaveBeenCalledOnce();
});

it('looks again when it is told to, and not while there is nothing to do', () => {
  function Watched({ page, isWatching }: { page: number; isWatching: boolean }) {
    return <div ref={useNearViewport<HTMLDivElement>(() => {}, { isWatching, marginPx: 1, trigger: page })} />;
  }
  const { rerender } = render(<Watched page={1} isWatching />);
  const [first] = watching;

  rerender(<Watched page={2} isWatching />);
  expect(watching).toHaveLength(1);
  expect(watching[0]).not.toBe(first);
  rerender(<Watched page={2} isWatching={false} />);
  expect(watching).toHaveLength(0);
});

it('remembers that an element has been in sight, by the last report as well', () => {
  function Row() {
    const [ref, entered] = useEnteredViewport<HTMLLIElement>();
    return <li ref={ref}>{entered ? 'seen' : 'not yet'}</li>;
  }
  render(<Row />);

  report(true, false);
  expect(screen.getByText('not yet')).toBeDefined();
  report(false, true);
  expect(screen.getByText('seen')).toBeDefined();
  expect(watching).toHaveLength(0);
});
