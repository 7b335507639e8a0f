/**
 * The program behind `npm run dev`: the page with hot reload, and a local cloud that follows the sources of the
 * functions and the stack.
 */
import { join } from 'node:path';
import { startCloud } from '#local/cloud.ts';
import { lendListeners } from '#local/lent-listeners.ts';
import { openListeners } from '#local/listeners.ts';
import { makeFolder } from '#local/make-folder.ts';
import { openDevPage } from './dev-page.ts';
import { createLiveCloud } from './live-cloud.ts';
import { oneMachine } from './one-machine.ts';
import { fail, runUntilSignal } from './program.ts';
import { createProgress } from './progress.ts';
import { seedOnce } from './seed.ts';
import { readSettings } from './settings.ts';
import { startText } from './start-text.ts';
import { removeOtherAssemblies, stackSources, synthesize } from './synthesize.ts';

/** The sources of this process itself, which it cannot load again. */
const programSources = ['local', 'start'];

const log = (line: unknown): void => console.log(line);

runUntilSignal(develop);

async function develop(signal: AbortSignal): Promise<{ close(): Promise<void> }> {
  const settings = readSettings(process.env, process.argv.slice(3));
  const { port, dataDir, acceptLoss, keepsHistory, context } = settings;
  await makeFolder(dataDir);
  const listeners = await openListeners(port);

  const progress = createProgress(log);
  progress('Starting the dev server of the page …');
  const early = new Set<string>();
  let saved = (source: string): void => void early.add(source);
  const page = await openDevPage({
    site: listeners.site,
    watched: [...stackSources, ...programSources],
    changed: (path) => saved(path.split('/')[0] ?? path),
  });
  const build = (ended: AbortSignal, told?: (line: string) => void): Promise<string> =>
    synthesize({ outDir: join(dataDir, 'cloud'), context, signal: ended, ...(told && { log: told }) });
  const lent = lendListeners({ ...listeners, site: page.site });
  const assembly = await build(signal, progress);
  signal.throwIfAborted();
  const start = async (made: string) => {
    const cloud = await startCloud({
      assembly: made,
      dataDir,
      acceptLoss,
      keepsHistory,
      port,
      listeners: lent,
      log,
      faults: oneMachine,
    });
    await removeOtherAssemblies(made);
    return cloud;
  };
  const cloud = await start(assembly);
  await seedOnce(settings, cloud, progress);

  const live = createLiveCloud({ assembly, cloud, build, start, log, fail });
  saved = (source) => {
    if (programSources.includes(source)) log(`${source} changed: press Ctrl-C and run npm run dev again to load it.`);
    else live.saved(source);
  };
  progress('Started. The page and the cloud follow what you save.');
  log(startText(settings, cloud));
  // The first build may have missed what was saved while it ran.
  for (const source of early) saved(source);
  return {
    async close() {
      await Promise.all([live.close(), page.close()]);
      await listeners.close();
    },
  };
}
