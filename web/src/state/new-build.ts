/** Registers the service worker, and says when it has a newer build of the page than the one that runs here. */
import { useEffect, useState } from 'react';
import { whenIdle } from '../browser/idle.ts';

/** Returns whether a reload brings a newer build. The dev server has no worker: it would serve an older page. */
export function useNewBuild(): boolean {
  const [isThere, setThere] = useState(false);

  useEffect(() => {
    if (!import.meta.env.PROD) return;
    let stop = (): void => {};
    let isOver = false;
    const start = async (): Promise<void> => {
      const { onNewBuild, registerWorker } = await import('../browser/worker.ts');
      const registration = await registerWorker();
      if (registration && !isOver) stop = onNewBuild(registration, () => setThere(true));
    };
    // It downloads all of the page, which would be in the way of what is shown first.
    const cancel = whenIdle(() => void start().catch(() => undefined));
    return () => {
      isOver = true;
      cancel();
      stop();
    };
  }, []);

  return isThere;
}
