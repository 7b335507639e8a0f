/** Makes the page and synthesizes the stack once for the whole run; both are kept while their sources are the same. */

import type { TestProject } from 'vitest/node';
import { buildPage } from '#start/build-page.ts';
import { removeOtherAssemblies, synthesize } from '#start/synthesize.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of the synthesized stack. */
    assembly: string;
  }
}

const FOLDER = '.local/test-assembly';
/** No run that is still going on uses an older assembly. */
const AN_HOUR_MS = 60 * 60_000;

export default async function setup(project: TestProject): Promise<void> {
  await buildPage();
  // Tests write faster than people do.
  const assembly = await synthesize({ outDir: FOLDER, context: { sendsPerMinute: '0', conversationsPerHour: '0' } });
  await removeOtherAssemblies(assembly, AN_HOUR_MS);
  project.provide('assembly', assembly);
}
