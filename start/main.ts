/** The program behind `npm start`: makes what has to be made, starts the local cloud and says where it is. */
import { join } from 'node:path';
import { startCloud, type Cloud } from '#local/cloud.ts';
import { openListeners } from '#local/listeners.ts';
import { makeFolder } from '#local/make-folder.ts';
import { pageBuild } from './build-page.ts';
import { oneMachine } from './one-machine.ts';
import { runUntilSignal } from './program.ts';
import { createProgress } from './progress.ts';
import { seedOnce } from './seed.ts';
import { readSettings } from './settings.ts';
import { startText } from './start-text.ts';
import { removeOtherAssemblies, synthesize } from './synthesize.ts';

const log = (line: string): void => console.log(line);

runUntilSignal(start);

async function start(signal: AbortSignal): Promise<Cloud> {
  const settings = readSettings(process.env, process.argv.slice(2));
  const { port, dataDir, acceptLoss, keepsHistory, context } = settings;
  await makeFolder(dataDir);
  // A port that is taken is said before the longer work, not after it.
  await (await openListeners(port)).close();

  const progress = createProgress(log);
  const building = (await pageBuild())?.({ log: progress, signal });
  const assembly = await synthesize({ outDir: join(dataDir, 'cloud'), context, building, log: progress, signal });
  signal.throwIfAborted();
  const cloud = await startCloud({ assembly, dataDir, acceptLoss, keepsHistory, port, log, faults: oneMachine });
  // Not before this cloud runs: until then, the folder may be that of another one.
  await removeOtherAssemblies(assembly);
  await seedOnce(settings, cloud, progress);
  progress('Started.');
  log(startText(settings, cloud));
  return cloud;
}
