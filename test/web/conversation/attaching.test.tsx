/** Picking files for a message. */
import { act, createEvent, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { MessageRow } from '#client/mailbox.ts';
import { Composer } from '#web/src/conversation/composer.tsx';
import { readDraftFiles, writeDraftFiles } from '#web/src/state/drafts.ts';
import { fileStorage } from '#web/src/state/file-storage.ts';
import { changePickedFiles } from '#web/src/state/picked-files.ts';
import { type FakeMailbox, fakeMailbox, inMailbox } from '../fake-mailbox.ts';

const pdf = (name: string, text = 'contents'): File => new File([text], name, { type: 'application/pdf' });
const given = (...files: readonly File[]) => ({ files, types: ['Files'] });
const box = (): HTMLTextAreaElement => screen.getByRole('textbox', { name: /Message to|Edit/ });
const tray = (): Promise<HTMLElement> => screen.findByRole('list', { name: 'Files to send' });

describe('the composer', () => {
  let mailbox: FakeMailbox;
  const show = (more: Partial<Parameters<typeof Composer>[0]> = {}) =>
    render(<Composer peer="bob" target={undefined} onTarget={() => {}} {...more} />, { wrapper: inMailbox(mailbox) });
  const sent = () => mailbox.calls.filter(([name]) => name === 'sendMessage');
  const paste = (...files: readonly File[]): Event => {
    const event = createEvent.paste(box(), { clipboardData: given(...files) });
    fireEvent(box(), event);
    return event;
  };

  beforeEach(() => {
    localStorage.clear();
    writeDraftFiles('alice', 'bob', []);
    changePickedFiles('alice', 'bob', () => ({ files: [], notes: [] }));
    mailbox = fakeMailbox();
  });

  it('takes what is pasted, shows it, and sends it without a text', async () => {
    show();

    const event = paste(pdf('lease.pdf'));
    await within(await tray()).findByText('lease.pdf');
    const [kept] = readDraftFiles('alice', 'bob');
    fireEvent.keyDown(box(), { key: 'Enter' });

    expect(event.defaultPrevented).toBe(true);
    expect(sent()).toMatchObject([
      ['sendMessage', 'bob', '', { attachments: [{ name: 'lease.pdf', type: 'application/pdf', bytes: 8 }] }],
    ]);
    expect(await (await fileStorage.get(kept?.key ?? ''))?.text()).toBe('contents');
    expect(readDraftFiles('alice', 'bob')).toEqual([]);
    expect(screen.queryByRole('list', { name: 'Files to send' })).toBeNull();
  });

  it('takes what is dropped anywhere, and keeps the page', async () => {
    show();

    const event = createEvent.drop(document.body, { dataTransfer: given(pdf('one.pdf'), pdf('two.pdf')) });
    fireEvent(document.body, event);

    expect(event.defaultPrevented).toBe(true);
    expect(await within(await tray()).findByText('two.pdf')).toBeDefined();
    expect(within(await tray()).getByText('one.pdf')).toBeDefined();
  });

  it('takes what is picked by its button', async () => {
    show();

    fireEvent.change(screen.getByLabelText('Files'), { target: { files: [pdf('lease.pdf')] } });

    expect(await within(await tray()).findByText('lease.pdf')).toBeDefined();
  });

  it('says in words what it leaves out: too many, too large, empty', async () => {
    show();

    paste(...Array.from({ length: 9 }, (_, index) => pdf(`${index}.pdf`)));
    await within(await tray()).findByText('8.pdf');
    paste(pdf('last.pdf'), pdf('eleventh.pdf'));
    await within(await tray()).findByText('last.pdf');

    expect(screen.getByText('A message can have 10 files. The others were left out.')).toBeDefined();
    expect(within(await tray()).queryByText('eleventh.pdf')).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'Remove 0.pdf' }));
    fireEvent.click(screen.getByRole('button', { name: 'Remove 1.pdf' }));
    const large = pdf('film.pdf');
    Object.defineProperty(large, 'size', { value: 12_300_000 });
    paste(large, pdf('empty.pdf', ''));

    expect(await screen.findByText('film.pdf has 12 MB. A file can have up to 10 MB.')).toBeDefined();
    expect(await screen.findByText('empty.pdf is empty.')).toBeDefined();
  });

  it('takes files as large as this site does', async () => {
    localStorage.setItem('config', JSON.stringify({ attachmentMegabytes: 11 }));
    show();
    const [small, large] = [pdf('small.pdf'), pdf('large.pdf')];
    Object.defineProperty(small, 'size', { value: 10_900_000 });
    Object.defineProperty(large, 'size', { value: 11_100_000 });

    paste(small, large);

    expect(await screen.findByText('large.pdf has 11 MB. A file can have up to 11 MB.')).toBeDefined();
    expect(await within(await tray()).findByText('small.pdf')).toBeDefined();
  });

  it('says that a browser which keeps no files loses them with the page', async () => {
    show();

    paste(pdf('lease.pdf'));

    expect((await screen.findByText(/This browser keeps no files/)).getAttribute('role')).toBe('status');
  });

  it('removes a file, and the focus goes to the text', async () => {
    show();
    paste(pdf('lease.pdf'));
    await within(await tray()).findByText('lease.pdf');

    fireEvent.click(screen.getByRole('button', { name: 'Remove lease.pdf' }));

    await waitFor(() => expect(screen.queryByText('lease.pdf')).toBeNull());
    expect(document.activeElement).toBe(box());
    expect(readDraftFiles('alice', 'bob')).toEqual([]);
  });

  it('asks before it sends as it is what it cannot prepare, and waits for the answer', async () => {
    show();
    const file = { blob: pdf('photo.heic'), name: 'photo.heic', type: 'image/heic' };
    act(() =>
      changePickedFiles('alice', 'bob', () => ({
        files: [{ key: 'k', name: file.name, asks: { reason: 'picture', file } }],
      })),
    );

    const question = await screen.findByText(/It may say where and when it was taken/);
    fireEvent.change(box(), { target: { value: 'Look' } });
    const isHeldBack = screen.getByRole('button', { name: 'Send' }).hasAttribute('disabled');
    fireEvent.click(screen.getByRole('button', { name: 'Send as it is' }));
    await screen.findByRole('button', { name: 'Remove photo.heic' });

    expect(question.getAttribute('role')).toBe('alert');
    expect(isHeldBack).toBe(true);
    expect(screen.getByRole('button', { name: 'Send' }).hasAttribute('disabled')).toBe(false);
  });

  it('asks about a photo that it cannot draw although the browser declares no type for it', async () => {
    vi.stubGlobal('createImageBitmap', () => Promise.reject(new Error('No such decoder.')));
    show();

    paste(new File(['....ftypheic....mif1heic'], 'IMG_0001.HEIC'));

    expect(await screen.findByText(/It may say where and when it was taken/)).toBeDefined();
    expect(readDraftFiles('alice', 'bob')).toEqual([]);
    vi.unstubAllGlobals();
  });

  it('shows after a reload what was picked before, with its words', async () => {
    writeDraftFiles('alice', 'bob', [{ key: 'k', name: 'lease.pdf', type: 'application/pdf', bytes: 8_400 }]);
    show();

    const list = await tray();

    expect(within(list).getByText('8.4 KB')).toBeDefined();
  });

  it('says what is left where that is little', async () => {
    show();
    mailbox.uploads.setLeft({ uploads: 3, bytes: 950_000_000 });
    paste(pdf('lease.pdf'));

    expect(await screen.findByText('You can send 3 more files in this hour.')).toBeDefined();
    expect(screen.queryByText(/in this month/)).toBeNull();
  });

  it('takes the text away from a message that has files, and from no other', async () => {
    const attachments = [{ id: 'one', type: 'application/pdf', bytes: 5, name: 'lease.pdf' }];
    const row = { key: 'm', id: 'alice~bob.1', sender: 'alice', body: 'Hi', state: 'sent' } as MessageRow & {
      id: string;
    };
    const edit = { key: 'e', kind: 'edit', text: '' } as const;
    const { unmount } = show({ target: { ...edit, row: { ...row, attachments } } });

    fireEvent.click(screen.getByRole('button', { name: 'Save' }));

    expect(mailbox.calls).toContainEqual(['editMessage', 'bob', 'alice~bob.1', '']);

    unmount();
    show({ target: { ...edit, row } });
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Save' }).disabled).toBe(true);
  });

  it('adds no files to a message that was sent', async () => {
    const row = { key: 'm', id: 'alice~bob.1', sender: 'alice', body: 'Hi', state: 'sent' } as MessageRow & {
      id: string;
    };
    show({ target: { key: 'e', kind: 'edit', row } });

    paste(pdf('lease.pdf'));

    expect(screen.getByRole('alert').textContent).toContain('can’t be added to a message that was sent');
    expect(screen.queryByRole('button', { name: 'Attach files' })).toBeNull();
  });
});
