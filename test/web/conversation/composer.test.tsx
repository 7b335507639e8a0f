import { cleanup, createEvent, fireEvent, render, screen } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { Composer } from '#web/src/conversation/composer.tsx';
import { type FakeMailbox, fakeMailbox, inMailbox } from '../fake-mailbox.ts';

const box = (): HTMLTextAreaElement => screen.getByRole('textbox', { name: 'Message to bob' });
const write = (text: string): void => void fireEvent.change(box(), { target: { value: text } });

describe('the composer', () => {
  let mailbox: FakeMailbox;
  const show = (peer: string) =>
    render(<Composer peer={peer} target={undefined} onTarget={() => {}} />, { wrapper: inMailbox(mailbox) });
  beforeEach(() => {
    localStorage.clear();
    mailbox = fakeMailbox();
    show('bob');
  });
  const sent = () => mailbox.calls.filter(([name]) => name === 'sendMessage');

  it('tells that I am writing, sends by Enter, trimmed, and is empty again', () => {
    write('  Hello  ');
    fireEvent.keyDown(box(), { key: 'Enter' });

    expect(mailbox.calls).toEqual([
      ['typing', 'bob'],
      ['sendMessage', 'bob', 'Hello'],
    ]);
    expect(box().value).toBe('');
  });

  it('sends by its button', () => {
    write('Hello');
    fireEvent.click(screen.getByRole('button', { name: 'Send' }));

    expect(mailbox.calls).toContainEqual(['sendMessage', 'bob', 'Hello']);
  });

  it('breaks the line by Shift+Enter', () => {
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

  it('sends nothing that is blank', () => {
    write(' \n ');
    fireEvent.keyDown(box(), { key: 'Enter' });

    expect(mailbox.calls).toEqual([]);
    expect(screen.getByRole('button', { name: 'Send' })).toHaveProperty('disabled', true);
  });

  it('says how much is left, and why a text that is too long is not sent', () => {
    write('x'.repeat(3_990));
    expect(screen.getByRole('status').textContent).toBe('10 characters left');

    write('😀'.repeat(4_001));
    fireEvent.keyDown(box(), { key: 'Enter' });

    expect(screen.getByRole('status').textContent).toBe('Too long to send by 1');
    expect(sent()).toEqual([]);
  });

  it('keeps what was written for each person until it is sent', () => {
    write('For Bob, later');
    cleanup();
    show('carla');
    expect(screen.getByRole<HTMLTextAreaElement>('textbox').value).toBe('');
    cleanup();

    show('bob');

    expect(box().value).toBe('For Bob, later');
  });
});
