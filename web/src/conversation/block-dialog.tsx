/** Says what blocking a person means, and blocks them. */
import { ConfirmDialog } from '../parts/confirm-dialog.tsx';
import { useBlocks } from '../state/blocks.ts';
import { useName } from '../state/profiles.ts';
import { safety } from '../words/safety.ts';

export function BlockDialog({ peer, onClose }: { peer: string; onClose: () => void }) {
  const { block } = useBlocks();
  const name = useName(peer);
  return (
    <ConfirmDialog
      title={safety.blockQuestion(name)}
      confirmLabel={safety.block}
      onConfirm={() => block(peer)}
      onClose={onClose}
    >
      {safety.blockMeans}
    </ConfirmDialog>
  );
}
