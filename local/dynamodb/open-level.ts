/** Opens LevelDB, unless it has lost data that was acknowledged. */
import { OptionError } from '../option-error.ts';
import { Level, type Level as LevelDb } from './dynalite.ts';
import { compare, inspect, type Finding } from './loss.ts';
import { Progress, readAcknowledged } from './progress.ts';
import { COMMIT_KEY } from './write-ahead-log.ts';

export interface OpenLevel {
  readonly level: LevelDb;
  readonly progress: Progress;
  close(): Promise<void>;
}

interface OpenOptions {
  readonly acceptLoss: boolean;
  readonly log: (line: string) => void;
}

/** @throws {OptionError} when another process uses the folder, it cannot be written, or acknowledged data is missing */
export async function openLevel(folder: string, { acceptLoss, log }: OpenOptions): Promise<OpenLevel> {
  const acknowledged = readAcknowledged(folder);
  const before = await inspect(folder, acknowledged);
  if (before?.lost && !acceptLoss) throw lossError(folder, before);
  const level = new Level(folder, { valueEncoding: 'json' });
  await level.open().catch((error: unknown) => {
    throw openError(folder, error);
  });
  try {
    const reached = Number(level.getSync(COMMIT_KEY) ?? 0);
    const finding = before?.lost ? before : (compare(reached, acknowledged) ?? before);
    if (finding?.lost && !acceptLoss) throw lossError(folder, finding);
    if (finding)
      log(`[database] ${finding.text}. ${finding.lost ? 'It goes on without.' : 'No answer depended on it.'}`);
    // The first record of the new log: what is missing after it can be told by the numbers.
    await level.batch([{ type: 'put', key: COMMIT_KEY, value: reached + 1 }], { sync: true });
    const progress = new Progress(folder, reached + 1);
    return {
      level,
      progress,
      async close() {
        progress.close();
        await level.close();
      },
    };
  } catch (error) {
    await level.close();
    throw error instanceof OptionError ? error : openError(folder, error);
  }
}

const lossError = (folder: string, { text }: Finding): OptionError =>
  new OptionError('acceptLoss', `The database in ${folder} has lost data that was acknowledged: ${text}.`);

function openError(folder: string, error: unknown): Error {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if (codeOf(cause) === 'LEVEL_LOCKED') {
    return new OptionError('dataDir', `${folder} is already in use by another local cloud. Stop it first.`, error);
  }
  return new OptionError('dataDir', `${folder} cannot be opened (${reasonOf(cause)}).`, error);
}

export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

export const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : String(error);
