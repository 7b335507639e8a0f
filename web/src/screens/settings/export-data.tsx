/** Downloads everything of mine as one file, made from the pages that the server hands out. */
import { useEffect, useRef, useState } from 'react';
import type { Session } from '#client/session.ts';
import { exportMe } from '#contract/routes/export.ts';
import { Alert } from '../../parts/alert.tsx';
import { Button } from '../../parts/button.tsx';
import { DownloadIcon } from '../../parts/more-icons.tsx';
import { Pane } from '../../parts/pane.tsx';
import { useSession } from '../../state/session.ts';
import { explain } from '../../text/explain.ts';
import { settings } from '../../words/settings.ts';
import pane from '../../parts/pane.module.css';

type Progress =
  | { readonly state: 'ready' | 'done' }
  | { readonly state: 'loading'; readonly count: number }
  | { readonly state: 'failed'; readonly problem: string };

export function ExportData() {
  const session = useSession();
  const [progress, setProgress] = useState<Progress>({ state: 'ready' });
  const aborting = useRef<AbortController>(undefined);
  useEffect(() => () => aborting.current?.abort(), []);

  const download = async (): Promise<void> => {
    const controller = new AbortController();
    aborting.current = controller;
    setProgress({ state: 'loading', count: 0 });
    try {
      const items = await collect(session, controller.signal, (count) => setProgress({ state: 'loading', count }));
      save({ exportedAt: new Date().toISOString(), items }, `message-center-${session.username}.json`);
      setProgress({ state: 'done' });
    } catch (reason) {
      if (!controller.signal.aborted) setProgress({ state: 'failed', problem: explain(reason).detail });
    }
  };

  const loading = progress.state === 'loading';
  return (
    <Pane title={settings.yourData} area="settings" lead={settings.exportLead}>
      <ul className={pane.points}>
        <li>{settings.exportedProfile}</li>
        <li>{settings.exportedConversations}</li>
        <li>{settings.exportedBlocks}</li>
        <li>{settings.exportedPosts}</li>
        <li>{settings.exportedLinks}</li>
      </ul>
      {progress.state === 'failed' && <Alert tone="error">{progress.problem}</Alert>}
      <div className={pane.actions}>
        <Button variant="primary" busy={loading} onClick={() => void download()}>
          <DownloadIcon />
          {loading ? settings.preparing : settings.download}
        </Button>
        <p role="status">
          {loading && progress.count > 0 && settings.itemsSoFar(progress.count)}
          {progress.state === 'done' && settings.exportDone}
        </p>
      </div>
    </Pane>
  );
}

/** @param onCount is told how many items there are so far */
async function collect(
  session: Session,
  signal: AbortSignal,
  onCount: (count: number) => void,
): Promise<readonly object[]> {
  const items: object[] = [];
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
