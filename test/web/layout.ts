/** A layout for the DOM of tests, which has none: lists see as much of themselves as a test says. */
import { afterAll, beforeAll } from 'vitest';

/** Every element that is observed is as high as a row, but for what scrolls. */
const ROW_PX = 60;

/** @param rows in sight at once */
export function useLayout(rows: number): void {
  const heightOf = (element: Element): number => (element.tagName === 'LI' ? ROW_PX : rows * ROW_PX);

  class Observer {
    readonly #notify: ResizeObserverCallback;
    constructor(notify: ResizeObserverCallback) {
      this.#notify = notify;
    }
    observe(target: Element): void {
      const contentRect = { width: 300, height: heightOf(target) };
      queueMicrotask(() => this.#notify([{ target, contentRect } as ResizeObserverEntry], this));
    }
    unobserve(): void {}
    disconnect(): void {}
  }

  const view = document.defaultView as unknown as { ResizeObserver: unknown };
  const original = { ResizeObserver: view.ResizeObserver, scrollTo: Element.prototype.scrollTo };
  const offsetParent = Object.getOwnPropertyDescriptor(HTMLElement.prototype, 'offsetParent');

  beforeAll(() => {
    view.ResizeObserver = Observer;
    Object.defineProperty(HTMLElement.prototype, 'offsetParent', { configurable: true, get: () => document.body });
    Element.prototype.scrollTo = function scrollTo(this: Element, to?: unknown) {
      this.scrollTop = (to as ScrollToOptions).top ?? 0;
      this.dispatchEvent(new Event('scroll'));
    };
  });
  afterAll(() => {
    view.ResizeObserver = original.ResizeObserver;
    if (offsetParent) Object.defineProperty(HTMLElement.prototype, 'offsetParent', offsetParent);
    else Reflect.deleteProperty(HTMLElement.prototype, 'offsetParent');
    Element.prototype.scrollTo = original.scrollTo;
  });
}
