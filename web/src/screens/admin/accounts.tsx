import { useCallback, useState } from 'react';
import { type Account, disableAccount, enableAccount, listAccounts, signOutAccount } from '#contract/routes/admin.ts';
import { useDebounced } from '../../hooks/use-debounced.ts';
import { usePages } from '../../hooks/use-pages.ts';
import { Alert } from '../../parts/alert.tsx';
import { Avatar } from '../../parts/avatar.tsx';
import { Badge } from '../../parts/badge.tsx';
import { Button } from '../../parts/button.tsx';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { PagedList } from '../../parts/paged-list.tsx';
import { Pane } from '../../parts/pane.tsx';
import { SearchField } from '../../parts/search-field.tsx';
/** Everyone who has an account, and the locks. */
import { paths } from '../../paths.ts';
import { useSession } from '../../state/session.ts';
import { longDateOf } from '../../text/dates.ts';
import { explain } from '../../text/explain.ts';
import pane from '../../parts/pane.module.css';

/** Milliseconds without a keystroke after which a search is sent. */
const TYPING_PAUSE = 200;
const STATUS = {
  confirmed: ['success', 'Active'],
  unconfirmed: ['neutral', 'Not confirmed'],
  disabled: ['error', 'Disabled'],
} as const;

export function Accounts() {
  const session = useSession();
  const [typed, setTyped] = useState('');
  const prefix = useDebounced(
    typed
      .trim()
      .toLowerCase()
      .replaceAll(/^[^a-z0-9]+|[^a-z0-9_-]/g, ''),
    TYPING_PAUSE,
  );
  const load = useCallback(
    (cursor: string | undefined) =>
      session.call(listAccounts, { query: { ...(prefix && { prefix }), ...(cursor && { cursor }) } }),
    [session, prefix],
  );
  const pages = usePages<Account>(load);
  const [locking, setLocking] = useState<string>();
  const [said, setSaid] = useState<{ tone: 'success' | 'error'; words: string }>();

  const become = (username: string, status: Account['status']): void =>
    pages.change((items) => items.map((item) => (item.username === username ? { ...item, status } : item)));

  const carryOut = async (
    route: typeof enableAccount | typeof signOutAccount,
    username: string,
    words: string,
  ): Promise<boolean> => {
    try {
      await session.call(route, { parameters: { username } });
      setSaid({ tone: 'success', words });
      return true;
    } catch (reason) {
      setSaid({ tone: 'error', words: explain(reason).detail });
      return false;
    }
  };
  const enable = async (username: string): Promise<void> => {
    if (await carryOut(enableAccount, username, `${username} can sign in again.`)) become(username, 'confirmed');
  };

  return (
    <Pane title="People" back={paths.admin} wide>
      <SearchField label="Search accounts by name" value={typed} onValue={setTyped} />
      {said && <Alert tone={said.tone}>{said.words}</Alert>}
      <PagedList
        label="Accounts"
        pages={pages}
        nothing={prefix ? `No name begins with “${prefix}”` : 'Nobody has an account yet'}
      >
        {pages.items.map(({ username, email, status, createdAt }) => (
          <li key={username}>
            <Avatar name={username} size="s" />
            <p className={pane.what}>
              <span>
                <b>{username}</b> <Badge tone={STATUS[status][0]}>{STATUS[status][1]}</Badge>
              </span>
              <small>
                {email} · since {longDateOf(new Date(createdAt))}
              </small>
            </p>
            <div className={pane.acts}>
              {status === 'confirmed' && (
                <Button
                  variant="quiet"
                  aria-label={`Sign out ${username}`}
                  onClick={() => void carryOut(signOutAccount, username, `Every session of ${username} has ended.`)}
                >
                  Sign out
                </Button>
              )}
              {status === 'disabled' ? (
                <Button variant="secondary" aria-label={`Enable ${username}`} onClick={() => void enable(username)}>
                  Enable
                </Button>
              ) : (
                <Button variant="secondary" aria-label={`Disable ${username}`} onClick={() => setLocking(username)}>
                  Disable
                </Button>
              )}
            </div>
          </li>
        ))}
      </PagedList>
      {locking !== undefined && (
        <DisableDialog
          username={locking}
          onDisabled={() => become(locking, 'disabled')}
          onClose={() => setLocking(undefined)}
        />
      )}
    </Pane>
  );
}

interface DisableDialogProps {
  readonly username: string;
  readonly onDisabled: () => void;
  readonly onClose: () => void;
}

export function DisableDialog({ username, onDisabled, onClose }: DisableDialogProps) {
  const session = useSession();
  const disable = async (): Promise<void> => {
    await session.call(disableAccount, { parameters: { username } });
    onDisabled();
  };
  return (
    <ConfirmDialog title={`Disable ${username}?`} confirmLabel="Disable" onConfirm={disable} onClose={onClose}>
      Every session ends, nobody can write to them, and they can’t sign in until they are enabled again. Their
      conversations stay.
    </ConfirmDialog>
  );
}
