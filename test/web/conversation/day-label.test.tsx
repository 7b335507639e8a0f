/** The day over the upper edge of the messages, while somebody scrolls. */
import { act, fireEvent, render } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DayLabel } from '#web/src/conversation/day-label.tsx';

const HEIGHT_PX = 100;

/** An element with a place, which no layout gives it here. */
function placed(dataset: Readonly<Record<string, string>>, index: number): HTMLElement {
  const element = document.createElement('li');
  Object.assign(element.dataset, dataset);
  for (const [name, value] of Object.entries({ offsetTop: index * HEIGHT_PX, offsetHeight: HEIGHT_PX }))
    Object.defineProperty(element, name, { value });
  return element;
}

describe('the day of the messages in sight', () => {
  beforeEach(() => void vi.useFakeTimers({ now: new Date('2026-03-05T12:00:00Z') }));
  afterEach(() => void vi.useRealTimers());

  /** Ten messages of yesterday under their day, in a window that has room for three. */
  function show() {
    const list = document.createElement('ol');
    list.append(placed({ day: '' }, 0));
    for (let index = 1; index <= 10; index++) list.append(placed({ at: '2026-03-04T12:00:00Z' }, index));
    const scroller = document.createElement('div');
    Object.defineProperty(scroller, 'scrollHeight', { value: 11 * HEIGHT_PX });
    Object.defineProperty(scroller, 'clientHeight', { value: 3 * HEIGHT_PX });
    const messages = [...list.querySelectorAll<HTMLElement>('[data-at]')];
    const topMessage = () => messages.find(({ offsetTop }) => offsetTop + HEIGHT_PX > scroller.scrollTop);
    const { container } = render(<DayLabel scroller={{ current: scroller }} topMessage={topMessage} />);
    const label = container.querySelector('p');
    return {
      scrollTo(top: number): void {
        scroller.scrollTop = top;
        fireEvent.scroll(scroller);
      },
      shown: () => (label?.dataset['shown'] === undefined ? undefined : label.textContent),
    };
  }

  it('is shown while that moves, and goes soon after', () => {
    const { scrollTo, shown } = show();
    scrollTo(700);
    expect(shown()).toBeUndefined();

    scrollTo(500);
    expect(shown()).toBe('Yesterday');

    act(() => void vi.advanceTimersByTime(1_200));
    expect(shown()).toBeUndefined();
  });

  it.each([
    ['where the list itself shows it', 20],
    ['at the end, which the list follows by itself', 800],
  ])('is not shown %s', (_, top) => {
    const { scrollTo, shown } = show();
    scrollTo(500);
    scrollTo(400);
    expect(shown()).toBe('Yesterday');

    scrollTo(top);

    expect(shown()).toBeUndefined();
  });
});
