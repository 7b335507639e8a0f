/** Says what blocking a person means, and blocks them. */
import { ConfirmDialog } from '../parts/confirm-dialog.tsx';
import { useBlocks } from '../state/blocks.ts';
import { useName } from '../state/profiles.ts';

export function BlockDialog({ peer, onClose }: { peer: string; onClose: () => void }) {
  const { block } = useBlocks();
  const name = useName(peer);
  return (
    <ConfirmDialog title={`Block ${name}?`} confirmLabel="Block" onConfirm={() => block(peer)} onClose={onClose}>
      They can’t message you. Within a minute they no longer see when you’re online or what you’ve read. They won’t be
      notified. Your conversation stays here.
    </ConfirmDialog>
  );
}
