/** Stands in place of the composer while messages are selected: copies or deletes them. */
import { useEffect, useState } from 'react';
import type { MessageRow } from '#client/mailbox.ts';
import { ApiProblem } from '#client/problem.ts';
import { Button, IconButton } from '../parts/button.tsx';
import { ConfirmDialog } from '../parts/confirm-dialog.tsx';
import { ClearIcon, CopyIcon, TrashIcon } from '../parts/more-icons.tsx';
import { useMailbox } from '../state/mailbox.ts';
import { useName } from '../state/profiles.ts';
import { attachmentsText } from '../text/attachments.ts';
import { fullDateOf } from '../text/dates.ts';
import { explain } from '../text/explain.ts';
import { acts } from '../words/acts.ts';
import type { SentRow } from './composer-target.ts';
import { deselect, stopSelecting, updateSelected } from './selection.ts';
import styles from './selection-bar.module.css';

/** The limit of changes asks for waits of a few seconds: they are waited out. */
const WAITS_AT_MOST_SECONDS = 30;

export interface SelectionBarProps {
  readonly peer: string;
  /** The rows that are loaded. */
  readonly window: readonly MessageRow[];
  /** By id. */
  readonly rows: ReadonlyMap<string, SentRow>;
}

export function SelectionBar({ peer, window, rows }: SelectionBarProps) {
  const { mailbox, me } = useMailbox();
  const name = useName(peer);
  const [asks, setAsks] = useState(false);
  const [said, setSaid] = useState<{ readonly text: string; readonly isProblem?: boolean }>();
  const selected = [...rows.values()].toSorted((one, other) => (one.seq ?? 0) - (other.seq ?? 0));
  const mine = selected.filter(({ sender }) => sender === me);
  const others = selected.length - mine.length;

  useEffect(() => updateSelected(mailbox, window), [mailbox, window]);

  useEffect(() => {
    document.querySelector<HTMLElement>('[data-select]:checked')?.focus();
  }, []);

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.defaultPrevented || document.querySelector('dialog[open]')) return;
      event.preventDefault();
      stopSelecting(mailbox);
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [mailbox]);

  const copy = async (): Promise<void> => {
    const text = selected.map((row) => lineOf(row, row.sender === me ? acts.you : name)).join('\n');
    try {
      await navigator.clipboard.writeText(text);
      setSaid({ text: acts.copied(selected.length) });
    } catch {
      setSaid({ text: acts.notCopied, isProblem: true });
    }
  };

  /** What could not be deleted stays selected. */
  const remove = async (): Promise<void> => {
    const reasons: unknown[] = [];
    for (const { id } of mine) {
      try {
        // One after the other: each has its place in the log, and a limit holds for all of them.
        // oxlint-disable-next-line no-await-in-loop
        await patiently(() => mailbox.deleteMessage(peer, id));
        deselect(mailbox, id);
      } catch (reason) {
        reasons.push(reason);
      }
    }
    if (reasons.length === 0) return stopSelecting(mailbox);
    const text = acts.notDeleted(reasons.length, mine.length, explain(reasons[0]).detail);
    setSaid({ text, isProblem: true });
  };

  return (
    <div className={styles.bar} role="group" aria-label={acts.selectedMessages}>
      <IconButton label={acts.cancel} title={acts.cancelByKey} onClick={() => stopSelecting(mailbox)}>
        <ClearIcon />
      </IconButton>
      <p role={said?.isProblem ? 'alert' : 'status'} data-problem={said?.isProblem}>
        {said?.text ?? acts.selected(selected.length)}
      </p>
      <Button variant="quiet" disabled={selected.length === 0} onClick={() => void copy()}>
        <CopyIcon />
        {acts.copy}
      </Button>
      <Button variant="quiet" disabled={mine.length === 0} onClick={() => setAsks(true)}>
        <TrashIcon />
        {acts.askToDelete}
      </Button>
      {asks && (
        <ConfirmDialog
          title={acts.deleteQuestion(mine.length)}
          confirmLabel={acts.delete}
          onConfirm={remove}
          onClose={() => setAsks(false)}
        >
          {acts.deleteMeans(mine.length)}
          {others > 0 && ` ${acts.othersStay(others, name)}`}
        </ConfirmDialog>
      )}
    </div>
  );
}

/** When, who and what, as it can be read elsewhere. */
function lineOf({ body, attachments = [], timestamp }: SentRow, name: string): string {
  const files = attachments.length > 0 ? `(${attachmentsText(attachments)})` : '';
  return `${fullDateOf(new Date(timestamp))}, ${name}: ${[files, body].filter((part) => part !== '').join(' ')}`;
}

/** Calls, and once more after the time for which the server asks. @throws what the last call throws */
async function patiently(call: () => Promise<void>): Promise<void> {
  try {
    await call();
  } catch (reason) {
    const seconds = reason instanceof ApiProblem && reason.status === 429 ? (reason.retryAfter ?? 0) : 0;
    if (seconds <= 0 || seconds > WAITS_AT_MOST_SECONDS) throw reason;
    await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
    await call();
  }
}
