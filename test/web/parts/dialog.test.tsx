/** Where the focus is while a dialog is open, and where it goes when that closes. */
import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import { useState } from 'react';
import { expect, it } from 'vitest';
import { Dialog } from '#web/src/parts/dialog.tsx';

function Page() {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        Open
      </button>
      {isOpen && (
        <Dialog title="Go to" onClose={() => setOpen(false)}>
          <input aria-label="Name" autoFocus />
          <button type="button" onClick={() => setOpen(false)}>
            Close
          </button>
        </Dialog>
      )}
    </>
  );
}

it('gives the focus back to where it was, also where a field in it takes the focus at once', () => {
  render(<Page />);
  const opener = screen.getByRole('button', { name: 'Open' });
  opener.focus();
  fireEvent.click(opener);
  expect(document.activeElement).toBe(screen.getByLabelText('Name'));

  fireEvent.click(screen.getByRole('button', { name: 'Close' }));

  expect(document.activeElement).toBe(opener);
});

it('keeps the focus when what had it gives way to something else', () => {
  const { rerender } = render(
    <Dialog title="Who helped?" onClose={() => {}}>
      <button key="cancel" type="button" autoFocus>
        Cancel
      </button>
    </Dialog>,
  );
  expect(document.activeElement?.textContent).toBe('Cancel');

  rerender(
    <Dialog title="Who helped?" onClose={() => {}}>
      <input key="field" aria-label="How many" />
    </Dialog>,
  );

  expect(document.activeElement).toBe(screen.getByRole('dialog'));
});

it('gives the focus to the part of the page around what opened it, where that is gone', async () => {
  const post = (step: 'open' | 'asks' | 'over') => (
    <section tabIndex={-1} aria-label="A post">
      {step !== 'over' && <button type="button">Withdraw…</button>}
      {step === 'asks' && (
        <Dialog title="Withdraw?" onClose={() => {}}>
          <button type="button">Withdraw</button>
        </Dialog>
      )}
    </section>
  );
  const { rerender } = render(post('open'));
  screen.getByRole('button').focus();
  rerender(post('asks'));

  rerender(post('over'));

  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('region', { name: 'A post' })));
});
