/** Says what disabling an account means, and disables it. */
import { disableAccount } from '#contract/routes/admin.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { useSession } from '../../state/session.ts';
import { admin } from '../../words/admin.ts';

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
    <ConfirmDialog
      title={admin.disableQuestion(username)}
      confirmLabel={admin.disable}
      onConfirm={disable}
      onClose={onClose}
    >
      {admin.disableMeans}
    </ConfirmDialog>
  );
}
