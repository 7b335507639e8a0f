/** Makes the page and synthesizes the stack once for the whole run; both are kept while their sources are the same. */
import { basename } from 'node:path';
import type { TestProject } from 'vitest/node';
import { buildPage, removeOtherAssemblies, synthesize } from '#start/synthesize.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of the synthesized stack. */
    assembly: string;
  }
}

const FOLDER = '.local/test-assembly';
/** Milliseconds after which no run that is still going on uses an assembly. */
const AN_HOUR = 60 * 60_000;

export default async function setup(project: TestProject): Promise<void> {
  await buildPage();
  // Tests write faster than people do.
  const assembly = await synthesize({ outDir: FOLDER, context: { sendsPerMinute: '0', conversationsPerHour: '0' } });
  await removeOtherAssemblies(FOLDER, basename(assembly), AN_HOUR);
  project.provide('assembly', assembly);
}
