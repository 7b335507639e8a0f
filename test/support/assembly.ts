/** Builds the page and synthesizes the stack once for the whole run. Both are reused until their sources change. */

import type { TestProject } from 'vitest/node';
import { PUSH_HOST } from '#local/template/addresses.ts';
import { buildPage } from '#start/build-page.ts';
import { removeOtherAssemblies, synthesize } from '#start/synthesize.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of the synthesized stack. */
    assembly: string;
  }
}

const FOLDER = '.local/test-assembly';
/** No run takes so long, so nothing uses an older assembly. */
const AN_HOUR_MS = 60 * 60_000;

export default async function setup(project: TestProject): Promise<void> {
  await buildPage();
  // Tests write faster than people do, and all from one address. They reach no push service but the local one.
  const limits = { sendsPerMinute: '0', conversationsPerHour: '0', mailsPerHour: '0' };
  const context = { ...limits, pushHosts: PUSH_HOST };
  const assembly = await synthesize({ outDir: FOLDER, context });
  await removeOtherAssemblies(assembly, AN_HOUR_MS);
  project.provide('assembly', assembly);
}
