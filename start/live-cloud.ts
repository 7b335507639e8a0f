/**
 * A cloud that follows its sources: after a save they are built again, and a build that succeeds replaces the cloud.
 */
import { setTimeout } from 'node:timers/promises';
import { failureText } from './program.ts';
import { seconds } from './progress.ts';

/** How long to wait for further saves: editors save several files at once, and formatters write after them. */
const SETTLE_MS = 100;

interface Closable {
  close(): Promise<void>;
}

interface LiveCloudOptions<Cloud extends Closable> {
  /** The assembly of the cloud that runs. */
  readonly assembly: string;
  readonly cloud: Cloud;
  /**
   * Builds the sources as they are now.
   * @param signal ends the build early
   * @returns the assembly, the same one for the same sources
   */
  readonly build: (signal: AbortSignal) => Promise<string>;
  readonly start: (assembly: string) => Promise<Cloud>;
  readonly log: (line: unknown) => void;
  /** Called when neither the new cloud starts nor the one before. */
  readonly fail: (error: unknown) => void;
}

interface LiveCloud extends Closable {
  /** @param source what was saved, as the log names it */
  saved(source: string): void;
}

export function createLiveCloud<Cloud extends Closable>(options: LiveCloudOptions<Cloud>): LiveCloud {
  const { build, start, log } = options;
  const stop = new AbortController();
  let { assembly, cloud } = options;
  /** What was saved since the last finished build. */
  const changed = new Set<string>();
  let building = new AbortController();
  let working = Promise.resolve();

  async function rebuild(signal: AbortSignal): Promise<void> {
    if (!(await settled(signal))) return;
    const sources = [...changed].toSorted().join(', ');
    const begun = performance.now();
    log(`${sources} changed: rebuilding …`);
    const made = await build(signal).catch((error: unknown) => {
      if (!signal.aborted) log(failureText(error));
    });
    if (signal.aborted) return;
    changed.clear();
    const took = seconds(performance.now() - begun);
    if (made === undefined) log(`${sources} changed: not rebuilt, the cloud goes on as before.`);
    else if (made === assembly) log(`${sources} changed: nothing to replace.`);
    else if (await replace(made)) log(`${sources} changed: rebuilt in ${took}, cloud restarted.`);
  }

  /** Replaces the cloud. @returns false if the new one does not start and the one before runs again */
  async function replace(next: string): Promise<boolean> {
    await cloud.close();
    try {
      cloud = await start(next);
      assembly = next;
      return true;
    } catch (error) {
      log(failureText(error));
      cloud = await start(assembly);
      log('The new stack does not start, so the one before runs again.');
      return false;
    }
  }

  return {
    saved(source) {
      changed.add(source);
      // The build under way is out of date.
      building.abort();
      building = new AbortController();
      const signal = AbortSignal.any([stop.signal, building.signal]);
      working = working.then(() => rebuild(signal)).catch(options.fail);
    },
    async close() {
      stop.abort();
      await working;
      await cloud.close();
    },
  };
}

/** @returns whether nothing was saved for a while */
async function settled(signal: AbortSignal): Promise<boolean> {
  await setTimeout(SETTLE_MS, undefined, { signal }).catch(() => {});
  return !signal.aborted;
}
