/** What blocking somebody means, before it is done. */
import { Question } from '../parts/confirm-dialog.tsx';
import { useBlocks } from '../state/blocks.ts';

export function BlockQuestion({ peer, onClose }: { peer: string; onClose: () => void }) {
  const { block } = useBlocks();
  return (
    <Question title={`Block ${peer}?`} act="Block" onAct={() => block(peer)} onClose={onClose}>
      They can’t write to you any more, and see neither whether you are online nor what you have read. They aren’t told.
      What was said stays here.
    </Question>
  );
}
