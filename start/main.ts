/** The program behind `npm start`: makes what has to be made, starts the local cloud and says where it is. */
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { startCloud, type Cloud } from '#local/cloud.ts';
import { openListeners } from '#local/listeners.ts';
import { makeFolder } from '#local/make-folder.ts';
import { OptionError } from '#local/option-error.ts';
import { PASSWORD, people, seed } from './seed.ts';
import { readSettings, type Settings } from './settings.ts';
import { buildPage, removeOtherAssemblies, synthesize } from './synthesize.ts';

const log = (line: string): void => console.log(line);

const stop = new AbortController();
const starting = start(stop.signal);
starting.catch((error: unknown) => {
  // What ends because it was told to is no failure.
  if (!stop.signal.aborted) fail(error);
});
endWithSignals();

/** @param signal ends it early: it rejects, and leaves nothing half made */
async function start(signal: AbortSignal): Promise<Cloud> {
  const settings = readSettings(process.env);
  const { port, dataDir } = settings;
  await makeFolder(dataDir);
  // Said before the longer work, not after it.
  await (await openListeners(port)).close();

  await buildPage({ log, signal });
  const outDir = join(dataDir, 'cloud');
  const assembly = await synthesize({ outDir, context: settings.context, log, signal });
  signal.throwIfAborted();
  const cloud = await startCloud({ assembly, dataDir, port, log });
  // Not before this one runs: the folder may be that of another one, which is still running.
  await removeOtherAssemblies(outDir, basename(assembly));
  await seedOnce(settings, cloud);
  console.log(startText(settings, cloud));
  return cloud;
}

function startText({ seed: seeded, dataDir }: Settings, { siteUrl, apiUrl, webSocketUrl, outboxUrl }: Cloud): string {
  const lines: [string, string][] = [
    ['Page', siteUrl],
    ['API', apiUrl],
    ['WebSocket', webSocketUrl],
    ['Outbox', `${outboxUrl}   (mails, with the codes)`],
    ...(seeded ? [['People', `${people.join(', ')}; password: ${PASSWORD}`] as [string, string]] : []),
    ['Data', `${resolve(dataDir)}   (Ctrl-C ends; a new start finds everything again)`],
  ];
  return ['', ...lines.map(([name, value]) => `  ${name.padEnd(11)}${value}`), '', 'ready'].join('\n');
}

/** Whoever deletes what was seeded does not get it back at the next start. */
async function seedOnce({ seed: wanted, dataDir }: Settings, cloud: Cloud): Promise<void> {
  const done = join(dataDir, 'seeded');
  if (!wanted || existsSync(done)) return;
  await seed(cloud);
  await writeFile(done, `${people.join('\n')}\n`);
}

/** Ctrl-C ends everything in order, also what is only starting; a second one at once. */
function endWithSignals(): void {
  const end = async (): Promise<void> => {
    if (stop.signal.aborted) process.exit(1);
    stop.abort();
    const cloud = await starting.catch(() => undefined);
    await cloud?.close();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => void end().catch(fail));
}

/** Which of our settings chooses an option of the local cloud. */
const settingHints: Readonly<Record<OptionError['option'], string>> = {
  dataDir: 'Choose another folder with DATA_DIR=<folder> npm start.',
  port: 'Choose other ports, for example with PORT=4000 npm start.',
};

/** Prints one line for an error that a person can fix, and the stack trace for a defect. */
function fail(error: unknown): never {
  if (error instanceof OptionError) console.error(`${error.message} ${settingHints[error.option]}`);
  else console.error(error instanceof Error && error.constructor === Error ? error.message : error);
  process.exit(1);
}
