/** What another app has shared goes into the draft of a message to the person who is chosen. */
import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { InboxRow } from '#client/mailbox.ts';
import { keepShared, readShared } from '#web/src/browser/shared.ts';
import { ShareDialog } from '#web/src/screens/share-dialog.tsx';
import { readDraft, readDraftFiles, writeDraft, writeDraftFiles } from '#web/src/state/drafts.ts';
import { fileStorage } from '#web/src/state/file-storage.ts';
import { changePickedFiles, readPickedFiles } from '#web/src/state/picked-files.ts';
import { fakeMailbox } from '../fake-mailbox.ts';
import { fakeSession, inMessenger } from '../fake-session.ts';
import { memoryCaches } from '../worker/memory-caches.ts';

describe('the dialog of what was shared', () => {
  beforeEach(() => {
    vi.stubGlobal('caches', memoryCaches('http://localhost:3000'));
    history.replaceState(null, '', '/conversations?shared=some');
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
    localStorage.clear();
    writeDraftFiles('alice', 'bob', []);
    changePickedFiles('alice', 'bob', () => ({ files: [], notes: [] }));
  });

  function shareForm(form: FormData, person = 'alice'): Promise<string> {
    return keepShared(form, { person, now: Date.now() });
  }
  const textForm = (text: string): FormData => {
    const form = new FormData();
    form.set('text', text);
    return form;
  };
  function show(id: string): void {
    const session = fakeSession({ listUsers: () => ({ items: [] }) });
    const Inner = inMessenger(session, fakeMailbox({ inbox: [{ peer: 'bob' } as InboxRow] }));
    render(<ShareDialog id={id} />, {
      wrapper: Inner,
    });
  }

  it('shows it, and puts it behind what is being written to that person', async () => {
    const id = await shareForm(textForm('Look: https://x.example'));
    writeDraft('alice', 'bob', 'Hello');
    show(id);

    await screen.findByText('Look: https://x.example');
    fireEvent.click(await screen.findByText('bob'));

    expect(readDraft('alice', 'bob')).toBe('Hello\nLook: https://x.example');
    expect(location.pathname + location.search).toBe('/conversations/bob');
    await waitFor(async () => expect(await readShared(id, 'alice', Date.now())).toBeUndefined());
  });

  it('takes its files as picked files, and says what was left out', async () => {
    const form = new FormData();
    for (let i = 0; i < 11; i++) form.append('files', new File(['x'], `list-${i}.pdf`, { type: 'application/pdf' }));
    show(await shareForm(form));

    expect(await screen.findByRole('status')).toHaveProperty('textContent', expect.stringContaining('One file'));
    fireEvent.click(await screen.findByText('bob'));

    await waitFor(() => expect(readPickedFiles('alice', 'bob').files.map(({ name }) => name)).toContain('list-0.pdf'));
    expect(readDraft('alice', 'bob')).toBe('');
  });

  it('drops what was shared only once the draft has its files', async () => {
    const form = textForm('Look');
    form.append('files', new File(['x'], 'lease.pdf', { type: 'application/pdf' }));
    const id = await shareForm(form);
    let keep = (): void => undefined;
    vi.spyOn(fileStorage, 'put').mockImplementationOnce(
      () =>
        new Promise((resolve) => {
          keep = () => resolve(true);
        }),
    );
    show(id);

    fireEvent.click(await screen.findByText('bob'));
    await waitFor(() => expect(fileStorage.put).toHaveBeenCalled());
    expect(await readShared(id, 'alice', Date.now())).toBeDefined();
    expect(location.search).toBe('?shared=some');
    expect(readDraft('alice', 'bob')).toBe('');
    keep();

    await waitFor(() => expect(location.pathname + location.search).toBe('/conversations/bob'));
    expect(readDraftFiles('alice', 'bob')).toMatchObject([{ name: 'lease.pdf' }]);
    expect(readDraft('alice', 'bob')).toBe('Look');
    await waitFor(async () => expect(await readShared(id, 'alice', Date.now())).toBeUndefined());
  });

  it.each([
    ['is somebody else’s', () => shareForm(textForm('SECRET'), 'zoe')],
    ['did not arrive', async () => 'none'],
  ])('says so where it %s, and leaves', async (_, made) => {
    show(await made());

    fireEvent.click(await screen.findByRole('button', { name: 'OK' }));

    expect(document.body.textContent).not.toContain('SECRET');
    expect(location.pathname + location.search).toBe('/conversations');
  });
});
