/** The pictures and files of a message, as they are read. */
import { act, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { MessageRow, RowAttachment } from '#client/mailbox.ts';
import { MessageAttachments } from '#web/src/attachments/message-attachments.tsx';
import { ViewerHost } from '#web/src/attachments/viewer-host.tsx';
import { fakeMailbox } from '../fake-mailbox.ts';
import { fakeSession, inMessenger } from '../fake-session.ts';

const photo = (id: string, more: Partial<RowAttachment> = {}): RowAttachment => ({
  ...{ id, type: 'image/jpeg', bytes: 184_320, width: 1_600, height: 1_200 },
  ...more,
});
const lease: RowAttachment = { id: 'lease', name: 'lease.pdf', type: 'application/pdf', bytes: 48_213 };
const rowOf = (id: string, ...attachments: readonly RowAttachment[]): MessageRow => ({
  ...{ key: id, id, sender: 'bob', body: '', timestamp: '2026-03-01T12:00:00.000Z', state: 'sent' },
  attachments,
});

/** Comes near to what is observed when a test says so. */
let comeNear = (): void => {};

beforeEach(() => {
  const watching = new Set<() => void>();
  comeNear = () => act(() => [...watching].forEach((report) => report()));
  vi.stubGlobal(
    'IntersectionObserver',
    class {
      readonly #report: () => void;
      constructor(report: (entries: readonly object[]) => void) {
        this.#report = () => report([{ isIntersecting: true }]);
      }
      observe = (): void => void watching.add(this.#report);
      disconnect = (): void => void watching.delete(this.#report);
    },
  );
});

/** @param links by id of the file, or why it is withheld; each request takes the next ones */
function show(row: MessageRow, ...links: readonly (Record<string, string> | Error)[]) {
  let asked = 0;
  const session = fakeSession({
    getMessageAttachments: () => {
      const now = links[Math.min(asked++, links.length - 1)] ?? {};
      if (now instanceof Error) throw now;
      const expires = new Date(Date.now() + 300_000).toISOString();
      const entries = Object.entries(now);
      return {
        items: entries.flatMap(([id, url]) => (url.startsWith('/') ? [{ id, url, expires }] : [])),
        withheld: entries.flatMap(([id, code]) => (code.startsWith('/') ? [] : [{ id, code }])),
      };
    },
  });
  const mailbox = fakeMailbox({ conversations: { bob: { rows: [row] } as never } });
  render(
    <ViewerHost peer="bob">
      <MessageAttachments row={row} />
    </ViewerHost>,
    { wrapper: inMessenger(session, mailbox) },
  );
  return () => session.calls.filter(([operation]) => operation === 'getMessageAttachments').length;
}

describe('the pictures of a message', () => {
  it('are asked for together, once they come near, and have their sizes before they are loaded', async () => {
    const asked = show(rowOf('alice~bob.1', photo('a'), photo('b')), { a: '/files/a', b: '/files/b' });
    const before = asked();
    comeNear();

    const shown = await screen.findAllByRole<HTMLImageElement>('img');

    expect(before).toBe(0);
    expect(asked()).toBe(1);
    expect(shown.map((one) => [one.getAttribute('src'), one.alt, one.width, one.height])).toEqual([
      ['/files/a', 'Photo 1 of 2', 1_600, 1_200],
      ['/files/b', 'Photo 2 of 2', 1_600, 1_200],
    ]);
  });

  it('are named by what their sender says they show', async () => {
    show(rowOf('alice~bob.2', photo('a', { alt: 'A cat' })), { a: '/files/a' });
    comeNear();

    expect(await screen.findByRole('img', { name: 'A cat' })).toBeDefined();
  });

  it('ask for another link once where one has run out', async () => {
    const asked = show(rowOf('alice~bob.3', photo('a')), { a: '/files/old' }, { a: '/files/new' });
    comeNear();
    fireEvent.error(await screen.findByRole('img'));

    await waitFor(() => expect(screen.getByRole('img').getAttribute('src')).toBe('/files/new'));
    fireEvent.error(screen.getByRole('img'));

    expect(await screen.findByRole('button', { name: 'Didn’t load. Try again' })).toBeDefined();
    expect(asked()).toBe(2);
  });

  it('that could not be asked for can be tried again', async () => {
    show(rowOf('alice~bob.4', photo('a')), new Error('No network.'), { a: '/files/a' });
    comeNear();

    fireEvent.click(await screen.findByRole('button', { name: 'Didn’t load. Try again' }));

    expect((await screen.findByRole('img')).getAttribute('src')).toBe('/files/a');
  });

  it('that are being checked are asked for again, and are shown once that is done', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true, toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const asked = show(rowOf('alice~bob.5', photo('a')), { a: 'scan-pending' }, { a: '/files/a' });
    comeNear();

    expect(await screen.findByText('Being checked for malware…')).toBeDefined();
    await act(() => vi.advanceTimersByTimeAsync(5_000));

    expect((await screen.findByRole('img')).getAttribute('src')).toBe('/files/a');
    expect(asked()).toBe(2);
  });

  it.each([
    ['file-flagged', 'Blocked: this file may be harmful'],
    ['scan-failed', 'Blocked: this file can’t be checked for malware'],
    ['a-code-to-come', 'Blocked: this file can’t be checked for malware'],
  ])('that are withheld (%s) say why, and are no button', async (code, words) => {
    show(rowOf('alice~bob.6', photo('a')), { a: code });
    comeNear();

    expect(await screen.findByText(words)).toBeDefined();
    expect(screen.queryByRole('button')).toBeNull();
  });

  it('are shown from where they come while they wait to be forwarded', async () => {
    const { id: _, ...waiting } = rowOf('', photo('copy', { key: 'k', from: { message: 'alice~bob.7', id: 'a' } }));
    const asked = show({ ...waiting, state: 'pending' }, { a: '/files/a' });
    comeNear();

    expect((await screen.findByRole('img')).getAttribute('src')).toBe('/files/a');
    expect(asked()).toBe(1);
  });

  it('leave a quiet frame where they were deleted', async () => {
    show(rowOf('alice~bob.5', photo('a'), photo('b')), { b: '/files/b' });
    comeNear();

    expect(await screen.findByText('No longer there')).toBeDefined();
    expect(await screen.findByRole('img', { name: 'Photo 2 of 2' })).toBeDefined();
  });

  it('open large, and the arrow keys go from one to the next', async () => {
    show(rowOf('alice~bob.6', photo('a', { alt: 'A cat' }), photo('b', { alt: 'A dog' })), { a: '/a', b: '/b' });
    comeNear();
    fireEvent.click(await screen.findByRole('button', { name: 'A cat' }));

    const viewer = await screen.findByRole('dialog', { name: 'Picture 1 of 2' });
    fireEvent.keyDown(viewer.firstElementChild ?? viewer, { key: 'ArrowRight' });

    expect(await screen.findByRole('dialog', { name: 'Picture 2 of 2' })).toBeDefined();
    fireEvent.keyDown(viewer.firstElementChild ?? viewer, { key: 'ArrowRight' });
    expect(screen.getByRole('dialog', { name: 'Picture 2 of 2' })).toBeDefined();
    fireEvent.click(screen.getByRole('button', { name: 'Close (Esc)' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });
});

describe('pictures where lines run from right to left', () => {
  beforeEach(() => void (document.documentElement.style.direction = 'rtl'));
  afterEach(() => void (document.documentElement.style.direction = ''));

  it('follow each other to the left, by keys as by swipes', async () => {
    show(rowOf('alice~bob.6', photo('a', { alt: 'A cat' }), photo('b', { alt: 'A dog' })), { a: '/a', b: '/b' });
    comeNear();
    fireEvent.click(await screen.findByRole('button', { name: 'A cat' }));

    const viewer = await screen.findByRole('dialog', { name: 'Picture 1 of 2' });
    fireEvent.keyDown(viewer.firstElementChild ?? viewer, { key: 'ArrowLeft' });
    expect(await screen.findByRole('dialog', { name: 'Picture 2 of 2' })).toBeDefined();

    const stage = (await within(viewer).findByRole('img', { name: 'A dog' })).parentElement as HTMLElement;
    stage.setPointerCapture = () => undefined;
    fireEvent.pointerDown(stage, { pointerId: 1, clientX: 200, clientY: 50 });
    fireEvent.pointerUp(stage, { pointerId: 1, clientX: 100, clientY: 50 });
    expect(await screen.findByRole('dialog', { name: 'Picture 1 of 2' })).toBeDefined();
  });
});

describe('a file', () => {
  it('says what it is, and asks for its link when it is downloaded', async () => {
    const followed: string[] = [];
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function click(this: HTMLAnchorElement) {
      followed.push(`${this.getAttribute('href')} as ${this.download}`);
    });
    const asked = show(rowOf('alice~bob.7', lease), { lease: '/files/lease' });
    comeNear();
    const before = asked();

    fireEvent.click(screen.getByRole('button', { name: 'Download lease.pdf' }));

    expect(screen.getByText('PDF · 48 KB')).toBeDefined();
    await waitFor(() => expect(followed).toEqual(['/files/lease as lease.pdf']));
    expect([before, asked()]).toEqual([0, 1]);
  });

  it('that is gone says so', async () => {
    show(rowOf('alice~bob.8', lease), {});

    fireEvent.click(screen.getByRole('button', { name: 'Download lease.pdf' }));

    expect((await screen.findByRole('alert')).textContent).toBe('This file is no longer there.');
  });

  it('that is withheld says why when it is downloaded', async () => {
    show(rowOf('alice~bob.8', lease), { lease: 'file-flagged' });

    fireEvent.click(screen.getByRole('button', { name: 'Download lease.pdf' }));

    expect((await screen.findByRole('alert')).textContent).toBe('Blocked: this file may be harmful');
  });

  it('that is a video loads nothing before it is played', async () => {
    const film = { id: 'film', name: 'film.mp4', type: 'video/mp4', bytes: 9_000_000, width: 720, height: 1_280 };
    const asked = show(rowOf('alice~bob.9', film), { film: '/files/film' });
    comeNear();
    const before = asked();

    fireEvent.click(screen.getByRole('button', { name: 'Play film.mp4' }));

    expect((await screen.findByLabelText('film.mp4')).getAttribute('src')).toBe('/files/film');
    expect([before, asked()]).toEqual([0, 1]);
  });
});
