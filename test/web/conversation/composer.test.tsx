/** Writing and sending a message. */
import { act, cleanup, createEvent, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Composer } from '#web/src/conversation/composer.tsx';
import { writeDraftPost } from '#web/src/state/drafts.ts';
import { type FakeMailbox, fakeMailbox, inMailbox } from '../fake-mailbox.ts';

const box = (): HTMLTextAreaElement => screen.getByRole('textbox', { name: 'Message to bob' });
const write = (text: string): void => void fireEvent.change(box(), { target: { value: text } });

describe('the composer', () => {
  let mailbox: FakeMailbox;
  const show = (peer: string, more: Partial<Parameters<typeof Composer>[0]> = {}) =>
    render(<Composer peer={peer} target={undefined} onTarget={() => {}} {...more} />, { wrapper: inMailbox(mailbox) });
  beforeEach(() => {
    localStorage.clear();
    mailbox = fakeMailbox();
    show('bob');
  });
  const sent = () => mailbox.calls.filter(([name]) => name === 'sendMessage');

  it('says that I am typing, sends the trimmed text on Enter, and is empty again', () => {
    write('  Hello  ');
    fireEvent.keyDown(box(), { key: 'Enter' });

    expect(mailbox.calls).toEqual([
      ['typing', 'bob'],
      ['sendMessage', 'bob', 'Hello'],
    ]);
    expect(box().value).toBe('');
  });

  it.each([
    ['edits my last message by ↑ once the newest ones are here', false, 1],
    ['edits no older message where they could not be read', true, 0],
  ])('%s', async (_, hasNewer, times) => {
    const row = { key: 'a', id: 'alice~bob.1', seq: 1, sender: 'alice', body: 'Old', timestamp: '', state: 'sent' };
    const change = (newer: boolean): void =>
      mailbox.change({ conversations: { bob: { rows: [row], hasNewer: newer } as never } });
    const showNewest = vi.spyOn(mailbox, 'showNewest').mockImplementation(async () => change(hasNewer));
    const onTarget = vi.fn<() => void>();
    change(true);
    cleanup();
    show('bob', { onTarget });

    await act(async () => void fireEvent.keyDown(box(), { key: 'ArrowUp' }));

    expect(showNewest).toHaveBeenCalledOnce();
    expect(onTarget).toHaveBeenCalledTimes(times);
  });

  it('sends by a press of its button', () => {
    write('Hello');
    fireEvent.click(screen.getByRole('button', { name: 'Send' }));

    expect(mailbox.calls).toContainEqual(['sendMessage', 'bob', 'Hello']);
  });

  it('puts an emoji where the caret is', async () => {
    write('Well done!');
    box().setSelectionRange(4, 4);
    fireEvent.click(screen.getByRole('button', { name: 'Emoji' }));

    fireEvent.click(await screen.findByRole('button', { name: 'grinning face' }));

    expect(box().value).toBe('Well😀 done!');
    await waitFor(() => expect(document.activeElement).toBe(box()));
    expect(box().selectionStart).toBe(6);
  });

  it('starts a new line on Shift+Enter', () => {
    write('Hello');
    const event = createEvent.keyDown(box(), { key: 'Enter', shiftKey: true });
    fireEvent(box(), event);

    expect(sent()).toEqual([]);
    expect(event.defaultPrevented).toBe(false);
  });

  it('sends nothing while an input method composes a word', () => {
    write('こんにちは');
    fireEvent.keyDown(box(), { key: 'Enter', isComposing: true });
    fireEvent.keyDown(box(), { key: 'Enter', keyCode: 229 });

    expect(sent()).toEqual([]);
  });

  it('pastes the text where a word processor copied a picture of it as well', () => {
    const files = [new File([''], 'text.png', { type: 'image/png' })];
    const pasted = createEvent.paste(box(), { clipboardData: { files, types: ['text/plain', 'Files'] } });
    fireEvent(box(), pasted);

    expect(pasted.defaultPrevented).toBe(false);
    expect(screen.queryByRole('list', { name: 'Files to send' })).toBeNull();
  });

  it('sends nothing that is blank', () => {
    write(' \n ');
    fireEvent.keyDown(box(), { key: 'Enter' });

    expect(mailbox.calls).toEqual([]);
    expect(screen.getByRole('button', { name: 'Send' })).toHaveProperty('disabled', true);
  });

  it('counts the characters left, and does not send a text that is too long', () => {
    write('x'.repeat(3_990));
    expect(screen.getByRole('status').textContent).toBe('10 characters left');

    write('😀'.repeat(4_001));
    fireEvent.keyDown(box(), { key: 'Enter' });

    expect(screen.getByRole('status').textContent).toBe('1 character too long');
    expect(sent()).toEqual([]);
  });

  it('sends paragraphs that are too long together as several messages, in order', () => {
    const [one, two] = ['x'.repeat(3_000), 'y'.repeat(2_000)];
    write(`${one}\n\n${two}`);
    expect(screen.getByRole('status').textContent).toBe('Will be sent as 2 messages');

    fireEvent.keyDown(box(), { key: 'Enter' });

    expect(sent()).toEqual([
      ['sendMessage', 'bob', one],
      ['sendMessage', 'bob', two],
    ]);
    expect(box().value).toBe('');
  });

  it('does not part a request, which is one message', () => {
    cleanup();
    show('bob', { hint: 'It arrives as a request.' });
    write(`${'x'.repeat(3_000)}\n\n${'y'.repeat(2_000)}`);

    expect(screen.getAllByRole('status').some(({ textContent }) => textContent === '1002 characters too long')).toBe(
      true,
    );
  });

  it.each([
    ['soft breaks of word processors', 'one\u000btwo\u2028three\u2029four\u0085five', 'one\ntwo\nthree\nfour\nfive'],
    ['unseen characters of PDFs', 'hy\u0002phen\u0000 \u001fend\ufeff\u000cNext page', 'hyphen end\nNext page'],
    ['halves of emoji', 'cut \ud83d', 'cut'],
  ])('sends a text without the %s that were pasted with it', (_, pasted, clean) => {
    write(pasted);
    fireEvent.keyDown(box(), { key: 'Enter' });

    expect(sent()).toEqual([['sendMessage', 'bob', clean]]);
  });

  it.each(['\u200b', '\u2060\ufeff', '\u2800', '\u0000'])('sends nothing where nothing is to be seen: %j', (text) => {
    write(text);
    fireEvent.keyDown(box(), { key: 'Enter' });

    expect(mailbox.calls.filter(([name]) => name !== 'typing')).toEqual([]);
    expect(screen.getByRole('button', { name: 'Send' })).toHaveProperty('disabled', true);
  });

  it('keeps a text that would be refused, and says why until it is changed', () => {
    const piled = `x${'\u0323'.repeat(9)}`;
    write(piled);
    fireEvent.keyDown(box(), { key: 'Enter' });

    expect(sent()).toEqual([]);
    expect(box().value).toBe(piled);
    expect(screen.getByRole('alert').textContent).toContain('more than 8 accents');
    write('x');
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('takes the focus when it appears, but not from an open menu of the conversation', () => {
    expect(document.activeElement).toBe(box());
    cleanup();
    const wrapper = inMailbox(mailbox);
    const menu = <button type="button">Menu</button>;
    const { rerender } = render(menu, { wrapper });
    screen.getByRole('button', { name: 'Menu' }).focus();

    rerender(
      <>
        {menu}
        <Composer peer="bob" target={undefined} onTarget={() => {}} />
      </>,
    );

    expect(box()).toBeDefined();
    expect(document.activeElement?.textContent).toBe('Menu');
  });

  it('keeps a draft for each person until it is sent', () => {
    write('For Bob, later');
    cleanup();
    show('carla');
    expect(screen.getByRole<HTMLTextAreaElement>('textbox').value).toBe('');
    cleanup();

    show('bob');

    expect(box().value).toBe('For Bob, later');
  });

  it('sends the post that it was opened from once, also where that has a colon in its title', () => {
    act(() => writeDraftPost('alice', 'bob', { id: 'bob.1', title: 'Wanted: a ladder' }));
    expect(screen.getByRole('group', { name: 'Writing about a post' }).textContent).toContain('Wanted: a ladder');

    for (const text of ['I have one', 'A long one']) {
      write(text);
      fireEvent.keyDown(box(), { key: 'Enter' });
    }

    expect(sent()).toEqual([
      ['sendMessage', 'bob', 'I have one', { post: { id: 'bob.1', title: 'Wanted: a ladder' } }],
      ['sendMessage', 'bob', 'A long one'],
    ]);
    expect(screen.queryByRole('group')).toBeNull();
  });

  it('writes without the post if that is dropped', () => {
    act(() => writeDraftPost('alice', 'bob', { id: 'bob.1', title: 'A ladder' }));

    fireEvent.click(screen.getByRole('button', { name: 'Write without the post' }));

    expect(screen.queryByRole('group')).toBeNull();
    expect(document.activeElement).toBe(box());
  });

  it('that waits for an answer says so, sends nothing, and keeps what is typed', () => {
    cleanup();
    show('bob', { waitsFor: 'Wait.', hint: 'First.' });
    write('One more thing');
    fireEvent.keyDown(box(), { key: 'Enter' });

    expect(screen.getByRole('status').textContent).toBe('Wait.');
    expect(box().getAttribute('aria-describedby')).toBe(screen.getByRole('status').id);
    expect(screen.getByRole('button', { name: 'Send' })).toHaveProperty('disabled', true);
    expect(mailbox.calls).toEqual([]);
    expect(box().value).toBe('One more thing');
  });
});
