/** What the scenario measured last. */
import { readFile } from 'node:fs/promises';
import type { Recorded } from './stage.ts';

export const RECORDED_FILE = new URL('recorded.json', import.meta.url);

export const readRecorded = async (): Promise<Recorded> =>
  JSON.parse(await readFile(RECORDED_FILE, 'utf8')) as Recorded;
