/** Builds the page and synthesizes the stack once for the whole run. Both are reused until their sources change. */

import type { TestProject } from 'vitest/node';
import { buildPage } from '#start/build-page.ts';
import { readSettings } from '#start/settings.ts';
import { removeOtherAssemblies, synthesize } from '#start/synthesize.ts';
import { TEST_SETTINGS } from './settings.ts';

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
  // As `npm start` reads them, so that it finds this assembly in tests.
  const { context } = readSettings(TEST_SETTINGS, []);
  const assembly = await synthesize({ outDir: FOLDER, context });
  await removeOtherAssemblies(assembly, AN_HOUR_MS);
  project.provide('assembly', assembly);
}
