/** The service worker answers the page and its files, from the network first, and nothing else. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  type ShellParts,
  NAVIGATION_TIMEOUT_MS,
  dropOutdated,
  fromShell,
  indexFor,
  keepShell,
} from '#web/worker/shell.ts';
import { type Shell, cacheName, wayOf } from '#web/worker/way.ts';
import { memoryCaches } from './memory-caches.ts';

const ORIGIN = 'https://center.example';
const OLD: Shell = { entry: '/assets/index-old.js', files: ['/assets/index-old.js', '/assets/same.js'] };
const NEW: Shell = {
  entry: '/assets/index-new.js',
  files: ['/assets/index-new.js', '/assets/same.js', '/favicon.svg'],
};

/** A browser with a worker of this build, and a site that serves another one, or none. */
function browser(shell: Shell, deployed: Shell | undefined, caches = memoryCaches(ORIGIN)) {
  const asked: string[] = [];
  const fetch = async (request: Request | string): Promise<Response> => {
    const path = typeof request === 'string' ? request : new URL(request.url).pathname;
    asked.push(path);
    if (!deployed) throw new TypeError('Failed to fetch');
    if (path.startsWith('/assets/') && !deployed.files.includes(path)) return new Response('', { status: 403 });
    return new Response(path.startsWith('/assets/') ? path : `<script src="${deployed.entry}"></script>`);
  };
  const parts: ShellParts = { shell, caches, fetch };
  return { parts, caches, asked };
}

const navigation = new Request(`${ORIGIN}/conversations/bob`);

afterEach(() => vi.useRealTimers());

describe('what the worker answers', () => {
  const ask = (url: string, more: Partial<Record<'method' | 'mode', string>> = {}) =>
    wayOf({ method: 'GET', mode: 'cors', url: new URL(url, ORIGIN).href, ...more }, NEW, ORIGIN);

  it.each(['/', '/conversations/bob', '/needs/alice.x9', '/sign-in?next=%2Fneeds'])('%s by the index', (url) => {
    expect(ask(url, { mode: 'navigate' })).toBe('index');
  });

  it('its own files as it has kept them', () => {
    expect(ask('/assets/index-new.js')).toBe('kept');
  });

  it.each([
    '/api/me',
    '/config.json',
    '/files/pictures/1',
    '/sw.js',
    '/assets/towns-1.js',
    'https://elsewhere.example/assets/index-new.js',
  ])('never %s', (url) => {
    expect(ask(url)).toBe('network');
    expect(ask(url, { mode: 'navigate' })).toBe('network');
  });

  it('what other apps post, and nothing else at that address', () => {
    expect(ask('/share', { mode: 'navigate', method: 'POST' })).toBe('shared');
    expect(ask('/share', { mode: 'navigate' })).toBe('network');
    expect(ask('/share', { method: 'POST' })).toBe('network');
    expect(ask('https://elsewhere.example/share', { mode: 'navigate', method: 'POST' })).toBe('network');
  });

  it('nothing else that is sent', () => {
    expect(ask('/', { mode: 'navigate', method: 'POST' })).toBe('network');
    expect(ask('/assets/index-new.js', { method: 'HEAD' })).toBe('network');
  });
});

describe('the kept page', () => {
  it('is whole: the index and all files', async () => {
    const { parts, caches } = browser(NEW, NEW);

    await keepShell(parts);

    expect(await caches.paths(cacheName(NEW))).toEqual(['/', ...NEW.files].toSorted());
  });

  it('takes what has not changed from the build before', async () => {
    const before = browser(OLD, OLD);
    await keepShell(before.parts);
    const { parts, asked } = browser(NEW, NEW, before.caches);

    await keepShell(parts);

    expect(asked).not.toContain('/assets/same.js');
  });

  it('takes a file whose name says nothing of its content from the network each time', async () => {
    const before = browser(NEW, NEW);
    await keepShell(before.parts);
    const { parts, asked } = browser({ ...NEW, files: [...NEW.files, '/assets/more.js'] }, NEW, before.caches);

    await keepShell(parts).catch(() => undefined);

    expect(asked).toContain('/favicon.svg');
    expect(asked).not.toContain('/assets/same.js');
  });

  it('is not kept while the site still serves the index of another build', async () => {
    const { parts, caches } = browser(NEW, OLD);

    await expect(keepShell(parts)).rejects.toThrow('another build');

    expect(await caches.keys()).toEqual([]);
  });

  it('drops the build before, and nothing else', async () => {
    const before = browser(OLD, OLD);
    await keepShell(before.parts);
    await before.caches.open('signed-in');
    const { parts, caches } = browser(NEW, NEW, before.caches);
    await keepShell(parts);

    await dropOutdated(parts);

    expect((await caches.keys()).toSorted()).toEqual([cacheName(NEW), 'signed-in'].toSorted());
  });

  it('answers a file from the network where the browser has dropped it', async () => {
    const { parts, asked } = browser(NEW, NEW);

    const response = await fromShell(new Request(`${ORIGIN}/assets/same.js`), parts);

    expect(await response.text()).toBe('/assets/same.js');
    expect(asked).toEqual(['/assets/same.js']);
  });
});

describe('a navigation', () => {
  it('is answered by the network, so that a reload brings the newest page', async () => {
    const { parts, caches } = browser(OLD, OLD);
    await keepShell(parts);

    const response = await indexFor(navigation, browser(OLD, NEW, caches).parts);

    expect(await response.text()).toContain(NEW.entry);
  });

  it('is answered by the kept page without a network', async () => {
    const { parts, caches } = browser(OLD, OLD);
    await keepShell(parts);

    const response = await indexFor(navigation, browser(OLD, undefined, caches).parts);

    expect(await response.text()).toContain(OLD.entry);
  });

  it.each([
    ['fails', async () => new Response('', { status: 503 })],
    ['hangs', () => new Promise<Response>(() => {})],
  ])('is answered by the kept page where the site %s', async (_, fetch) => {
    const { parts } = browser(OLD, OLD);
    await keepShell(parts);
    vi.useFakeTimers();

    const answered = indexFor(navigation, { ...parts, fetch });
    await vi.advanceTimersByTimeAsync(NAVIGATION_TIMEOUT_MS);

    expect(await (await answered).text()).toContain(OLD.entry);
  });

  it('fails as it would without a worker where nothing was kept', async () => {
    const { parts } = browser(NEW, undefined);
    vi.useFakeTimers();

    await expect(indexFor(navigation, parts)).rejects.toThrow('Failed to fetch');
  });
});
