/**
 * How the programs behind `npm start` and `npm run dev` end: by a signal, in order, or with an error that says what
 * to do.
 */
import { OptionError } from '#local/option-error.ts';

interface Running {
  close(): Promise<void>;
}

/** Which of our settings chooses an option of the local cloud. */
const settingHints: Readonly<Record<OptionError['option'], string>> = {
  dataDir: 'Choose another folder with the environment variable DATA_DIR, for example DATA_DIR=.other npm start.',
  acceptLoss:
    'Put back a copy of the folder if you have one, or go on without what is lost: npm start -- --accept-loss.',
  port: 'Choose other ports with the environment variable PORT, for example PORT=4000 npm start.',
};

/**
 * Runs a program until Ctrl-C or SIGTERM, which end it in order, also while it is starting. A second signal ends it
 * at once.
 * @param start gets a signal that ends it early: it rejects then, and leaves nothing half made
 */
export function runUntilSignal(start: (signal: AbortSignal) => Promise<Running>): void {
  const stop = new AbortController();
  const starting = start(stop.signal);
  starting.catch((error: unknown) => {
    // A start that was told to end is no failure.
    if (!stop.signal.aborted) fail(error);
  });
  const end = async (): Promise<void> => {
    if (stop.signal.aborted) process.exit(1);
    stop.abort();
    const running = await starting.catch(() => undefined);
    await running?.close();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => void end().catch(fail));
}

/** Prints one line for an error that a person can fix, and the stack trace for a defect. */
export function fail(error: unknown): never {
  console.error(failureText(error));
  process.exit(1);
}

/** @returns the message of an error that a person can fix; of a defect, the whole error */
export function failureText(error: unknown): unknown {
  if (error instanceof OptionError) return `${error.message} ${settingHints[error.option]}`;
  return error instanceof Error && error.constructor === Error ? error.message : error;
}
