/** Shows the pictures of a conversation large, when one of them is pressed. */
import { type ReactNode, Suspense, lazy, useCallback, useState } from 'react';
import type { MessageRow, RowAttachment } from '#client/mailbox.ts';
import { LoadBoundary } from '../parts/load-boundary.tsx';
import { useMailbox } from '../state/mailbox.ts';
import { useName } from '../state/profiles.ts';
import { isPicture } from '../text/attachments.ts';
import { fullDateOf } from '../text/dates.ts';
import { isolated } from '../words/isolated.ts';
import { messages } from '../words/messages.ts';
import { keyOf } from './attachment-frames.tsx';
import { ViewerContext } from './viewer-context.ts';
import type { ViewedPicture } from './viewer.tsx';

const Viewer = lazy(async () => ({ default: (await import('./viewer.tsx')).Viewer }));

interface ViewerHostProps {
  readonly peer: string;
  /** Whose pictures there are. The default are those of the conversation that are loaded. */
  readonly rows?: readonly MessageRow[];
  readonly children: ReactNode;
}

export function ViewerHost({ peer, rows: given, children }: ViewerHostProps) {
  const { mailbox, me } = useMailbox();
  const name = useName(peer);
  const [open, setOpen] = useState<{ readonly pictures: readonly ViewedPicture[]; readonly start: number }>();

  /** The pictures that are loaded now: what comes meanwhile does not move them. */
  const openViewer = useCallback(
    (pressed: MessageRow, picture: RowAttachment): void => {
      const rows = given ?? mailbox.state.conversations[peer]?.rows ?? [];
      const pictures = rows.flatMap((row) =>
        (row.attachments ?? []).filter(isPicture).map((one) => ({
          of: row.id === undefined ? undefined : ({ kind: 'message', id: row.id } as const),
          picture: one,
          about: `${row.sender === me ? messages.you : isolated(name)}, ${fullDateOf(new Date(row.timestamp))}`,
          isPressed: row.key === pressed.key && keyOf(one) === keyOf(picture),
        })),
      );
      const start = pictures.findIndex(({ isPressed }) => isPressed);
      if (start >= 0) setOpen({ pictures, start });
    },
    [mailbox, me, name, peer, given],
  );

  return (
    <ViewerContext value={openViewer}>
      {children}
      {open && (
        <LoadBoundary fallback={null}>
          <Suspense>
            <Viewer {...open} onClose={() => setOpen(undefined)} />
          </Suspense>
        </LoadBoundary>
      )}
    </ViewerContext>
  );
}
