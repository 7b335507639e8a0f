/** An engine that is closed when its test ends. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openEngine } from '#local/dynamodb/engine.ts';
import { noFaults, type Faults } from '#local/faults.ts';
import type { Stack } from '#local/template/resource.ts';

export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'local-cloud-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

interface TestEngineOptions {
  readonly dataDir?: string;
  readonly faults?: Partial<Faults>;
  readonly acceptLoss?: boolean;
  readonly keepsHistory?: boolean;
  /** Gets the lines of the log. */
  readonly lines?: string[];
}

export async function openTestEngine(
  stack: Stack,
  { dataDir, faults, acceptLoss, keepsHistory, lines }: TestEngineOptions = {},
) {
  const folder = dataDir ?? (await temporaryFolder());
  const engine = await openEngine({
    stack,
    dataDir: folder,
    faults: { ...noFaults, ...faults },
    acceptLoss,
    keepsHistory,
    log: (line) => lines?.push(line),
  });
  onTestFinished(() => engine.close());
  return engine;
}
