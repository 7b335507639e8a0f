/** Whether a newer version of the page has been deployed than the one that runs here. */
import { useEffect, useState, useSyncExternalStore } from 'react';
import type { Session } from '#client/session.ts';
import { VERSION } from '#contract/version.ts';
import { tabStorage } from '../browser/storage.ts';
import { readConfig } from './config.ts';

/** Time between two looks for the new page, which is deployed after the functions. */
const INTERVAL_MS = 60_000;

/** In this tab's storage: the version that it was reloaded for. */
const RELOADED_FOR_KEY = 'reloaded-for';

/** Returns the version that a reload brings; undefined where this is the newest, or where a reload has not helped. */
export function useNewVersion(session: Session): number | undefined {
  const serverVersion = useSyncExternalStore(session.subscribe, () => session.serverVersion);
  const [version, setVersion] = useState<number>();
  const isBehind = serverVersion !== undefined && serverVersion > VERSION;

  useEffect(() => {
    if (!isBehind) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async (): Promise<void> => {
      const { version: deployed = VERSION } = await readConfig().catch(() => ({ version: VERSION }));
      if (timer === undefined) return;
      // Where the reload has brought this page again, another would, too.
      const helps = deployed > VERSION && tabStorage.read(RELOADED_FOR_KEY) !== String(deployed);
      if (helps) setVersion(deployed);
      else timer = setTimeout(() => void look(), INTERVAL_MS);
    };
    timer = setTimeout(() => void look());
    return () => {
      clearTimeout(timer);
      timer = undefined;
    };
  }, [isBehind]);

  return version;
}

/** @param version that is to be had; undefined for another build of this one */
export function reloadFor(version: number | undefined): void {
  if (version !== undefined) tabStorage.write(RELOADED_FOR_KEY, String(version));
  location.reload();
}
