/** What blocking somebody means, before it is done. */
import { ConfirmDialog } from '../parts/confirm-dialog.tsx';
import { useBlocks } from '../state/blocks.ts';

export function BlockDialog({ peer, onClose }: { peer: string; onClose: () => void }) {
  const { block } = useBlocks();
  return (
    <ConfirmDialog title={`Block ${peer}?`} confirmLabel="Block" onConfirm={() => block(peer)} onClose={onClose}>
      They can’t write to you any more, and see neither whether you are online nor what you have read. They aren’t told.
      What was said stays here.
    </ConfirmDialog>
  );
}
