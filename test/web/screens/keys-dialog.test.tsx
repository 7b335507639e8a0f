/** The list of keys. */
import { fireEvent, render, screen } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { KeysDialog } from '#web/src/screens/keys-dialog.tsx';

it('says what each key does, and closes', () => {
  const onClose = vi.fn<() => void>();
  render(<KeysDialog onClose={onClose} />);

  const keysOf = (label: string) => screen.getAllByText(label)[0]?.nextElementSibling?.textContent;
  expect(keysOf('Find a conversation, a person or a text')).toBe('CtrlK');
  expect(keysOf('Previous or next conversation')).toBe('Alt↑Alt↓');
  expect(keysOf('Previous or next conversation with something unread')).toBe('AltShift↑AltShift↓');
  expect(keysOf('New line')).toBe('ShiftEnter');

  fireEvent.click(screen.getByRole('button', { name: 'Close' }));
  expect(onClose).toHaveBeenCalledOnce();
});
