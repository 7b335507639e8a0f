/** Says what disabling an account means, and disables it. */
import { disableAccount } from '#contract/routes/admin.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { useSession } from '../../state/session.ts';

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
      They are signed out everywhere. They can’t sign in, and nobody can message them, until you enable the account
      again. Their conversations are kept.
    </ConfirmDialog>
  );
}
