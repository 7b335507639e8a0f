/** All accounts: searched by name, disabled, enabled and signed out. */
import { useCallback, useState } from 'react';
import { type Account, enableAccount, listAccounts, resetTwoStep, signOutAccount } from '#contract/routes/admin.ts';
import { SEARCH_DEBOUNCE_MS, useDebounced } from '../../hooks/use-debounced.ts';
import { usePages } from '../../hooks/use-pages.ts';
import { Alert } from '../../parts/alert.tsx';
import { Avatar } from '../../parts/avatar.tsx';
import { Badge } from '../../parts/badge.tsx';
import { Button } from '../../parts/button.tsx';
import { PagedList } from '../../parts/paged-list.tsx';
import { Pane } from '../../parts/pane.tsx';
import { SearchField } from '../../parts/search-field.tsx';
import { useSession } from '../../state/session.ts';
import { longDateOf } from '../../text/dates.ts';
import { explain } from '../../text/explain.ts';
import { admin } from '../../words/admin.ts';
import { DisableDialog } from './disable-dialog.tsx';
import pane from '../../parts/pane.module.css';

const statusBadges = () =>
  ({
    confirmed: ['success', admin.active],
    unconfirmed: ['neutral', admin.unconfirmed],
    disabled: ['error', admin.disabled],
  }) as const;

export function Accounts() {
  const session = useSession();
  const [typed, setTyped] = useState('');
  const prefix = useDebounced(
    typed
      .trim()
      .toLowerCase()
      .replaceAll(/^[^a-z0-9]+|[^a-z0-9_-]/g, ''),
    SEARCH_DEBOUNCE_MS,
  );
  const load = useCallback(
    (cursor: string | undefined) =>
      session.call(listAccounts, { query: { ...(prefix && { prefix }), ...(cursor && { cursor }) } }),
    [session, prefix],
  );
  const pages = usePages<Account>(load);
  const [disabling, setDisabling] = useState<string>();
  const [outcome, setOutcome] = useState<{ tone: 'success' | 'error'; text: string }>();

  const setStatus = (username: string, status: Account['status']): void =>
    pages.update((items) => items.map((item) => (item.username === username ? { ...item, status } : item)));

  /** @returns false if it was refused */
  const call = async (
    route: typeof enableAccount | typeof resetTwoStep | typeof signOutAccount,
    username: string,
    text: string,
  ): Promise<boolean> => {
    try {
      await session.call(route, { parameters: { username } });
      setOutcome({ tone: 'success', text });
      return true;
    } catch (reason) {
      setOutcome({ tone: 'error', text: explain(reason).detail });
      return false;
    }
  };
  const enable = async (username: string): Promise<void> => {
    if (await call(enableAccount, username, admin.isEnabled(username))) setStatus(username, 'confirmed');
  };

  return (
    <Pane title={admin.people} area="admin" wide>
      <SearchField label={admin.searchAccounts} value={typed} onValue={setTyped} />
      {outcome && <Alert tone={outcome.tone}>{outcome.text}</Alert>}
      <PagedList
        label={admin.accounts}
        pages={pages}
        emptyTitle={prefix ? admin.noNamesStartWith(prefix) : admin.noAccounts}
      >
        {pages.items.map((account) => (
          <AccountRow
            key={account.username}
            account={account}
            onSignOut={({ username }) => void call(signOutAccount, username, admin.isSignedOut(username))}
            onReset={({ username }) => void call(resetTwoStep, username, admin.isReset(username))}
            onEnable={({ username }) => void enable(username)}
            onDisable={({ username }) => setDisabling(username)}
          />
        ))}
      </PagedList>
      {disabling !== undefined && (
        <DisableDialog
          username={disabling}
          onDisabled={() => setStatus(disabling, 'disabled')}
          onClose={() => setDisabling(undefined)}
        />
      )}
    </Pane>
  );
}

interface AccountRowProps {
  readonly account: Account;
  readonly onSignOut: (account: Account) => void;
  readonly onReset: (account: Account) => void;
  readonly onEnable: (account: Account) => void;
  readonly onDisable: (account: Account) => void;
}

function AccountRow({ account, onSignOut, onReset, onEnable, onDisable }: AccountRowProps) {
  const { username, email, status, createdAt } = account;
  const [tone, text] = statusBadges()[status];
  return (
    <li>
      <Avatar username={username} size="s" />
      <p className={pane.main}>
        <span>
          <b>{username}</b> <Badge tone={tone}>{text}</Badge>
        </span>
        <small>{admin.joined(email, longDateOf(new Date(createdAt)))}</small>
      </p>
      <div className={pane.actions}>
        {status === 'confirmed' && (
          <Button variant="quiet" aria-label={admin.signOutPerson(username)} onClick={() => onSignOut(account)}>
            {admin.signOut}
          </Button>
        )}
        {status === 'confirmed' && (
          <Button variant="quiet" aria-label={admin.resetTwoStepOf(username)} onClick={() => onReset(account)}>
            {admin.resetTwoStep}
          </Button>
        )}
        {status === 'disabled' ? (
          <Button variant="secondary" aria-label={admin.enablePerson(username)} onClick={() => onEnable(account)}>
            {admin.enable}
          </Button>
        ) : (
          <Button variant="secondary" aria-label={admin.disablePerson(username)} onClick={() => onDisable(account)}>
            {admin.disable}
          </Button>
        )}
      </div>
    </li>
  );
}
