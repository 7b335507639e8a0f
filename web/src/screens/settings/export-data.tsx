import { useEffect, useRef, useState } from 'react';
import type { Session } from '#client/session.ts';
import { type Exported, exportMe } from '#contract/routes/users.ts';
import { Alert } from '../../parts/alert.tsx';
import { Button } from '../../parts/button.tsx';
import { DownloadIcon } from '../../parts/icons.tsx';
import { Pane } from '../../parts/pane.tsx';
/** Everything of mine as one file, put together from the pages the server hands out. */
import { paths } from '../../paths.ts';
import { useSession } from '../../state/session.ts';
import { explain } from '../../text/explain.ts';
import pane from '../../parts/pane.module.css';

type Progress =
  | { readonly state: 'ready' | 'done' }
  | { readonly state: 'loading'; readonly count: number }
  | { readonly state: 'failed'; readonly why: string };

export function ExportData() {
  const session = useSession();
  const [progress, setProgress] = useState<Progress>({ state: 'ready' });
  const ending = useRef<AbortController>(undefined);
  useEffect(() => () => ending.current?.abort(), []);

  const download = async (): Promise<void> => {
    if (progress.state === 'loading') return;
    const controller = new AbortController();
    ending.current = controller;
    setProgress({ state: 'loading', count: 0 });
    try {
      const items = await collect(session, controller.signal, (count) => setProgress({ state: 'loading', count }));
      save({ exportedAt: new Date().toISOString(), items }, `message-center-${session.username}.json`);
      setProgress({ state: 'done' });
    } catch (reason) {
      if (!controller.signal.aborted) setProgress({ state: 'failed', why: explain(reason).detail });
    }
  };

  return (
    <Pane title="Your data" back={paths.settings} lead="One file in JSON with what you have written and set:">
      <ul className={pane.points}>
        <li>your profile, with your e-mail address</li>
        <li>your conversations, and every message in them</li>
        <li>whom you have blocked</li>
      </ul>
      {progress.state === 'failed' && <Alert tone="error">{progress.why}</Alert>}
      <div className={pane.acts}>
        <Button variant="primary" busy={progress.state === 'loading'} onClick={() => void download()}>
          <DownloadIcon />
          {progress.state === 'loading' ? 'Collecting…' : 'Download'}
        </Button>
        <p role="status">
          {progress.state === 'loading' && progress.count > 0 && `${progress.count} things so far`}
          {progress.state === 'done' && 'Done. The file is among your downloads.'}
        </p>
      </div>
    </Pane>
  );
}

async function collect(
  session: Session,
  signal: AbortSignal,
  onCount: (count: number) => void,
): Promise<readonly Exported[]> {
  const items: Exported[] = [];
  let cursor: string | undefined;
  do {
    const page = await session.call(exportMe, { query: cursor === undefined ? {} : { cursor } }, { signal });
    items.push(...page.items);
    onCount(items.length);
    cursor = page.next;
  } while (cursor !== undefined);
  return items;
}

function save(content: unknown, name: string): void {
  const url = URL.createObjectURL(new Blob([JSON.stringify(content, undefined, 2)], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
