/** The tab's icon shows how many messages are unread. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { setFavicon, withCount } from '#web/src/browser/favicon.ts';

const SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path d="M0 0"/></svg>';

describe('the icon of the tab', () => {
  beforeEach(() => {
    document.head.innerHTML = '<link rel="icon" href="/favicon.svg" />';
    vi.stubGlobal('fetch', async () => new Response(SVG));
  });
  afterEach(() => vi.unstubAllGlobals());
  const href = () => document.querySelector('link')?.getAttribute('href') ?? '';

  it('has the count on it, as a data URL, and is itself again once all is read', async () => {
    await setFavicon(3);
    expect(href()).toMatch(/^data:image\/svg\+xml,/);
    expect(decodeURIComponent(href())).toContain('>3</text>');

    await setFavicon(0);
    expect(href()).toBe('/favicon.svg');
  });

  it('has room for one digit', () => {
    expect(withCount(SVG, 12)).toContain('>9+</text>');
    expect(withCount(SVG, 12)).toMatch(/<\/svg>$/);
  });
});
