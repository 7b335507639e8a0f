/** Words for what may still be uploaded. */
import type { SaidLeft } from '#client/upload-progress.ts';
import { parts } from '../words/parts.ts';
import { sizeText } from './file-kind.ts';

/** From so few on, it is said how many are left. */
const UPLOADS_SHOWN = 10;
const BYTES_SHOWN = 100_000_000;

const HOUR_MS = 60 * 60_000;

/** Returns sentences where little is left, of the hour and the month that `now` is in. The server counts by UTC. */
export function uploadsLeftText({ uploads, bytes, at }: SaidLeft, now: Date): readonly string[] {
  const said = new Date(at);
  const isOfHour = Math.floor(at / HOUR_MS) === Math.floor(now.getTime() / HOUR_MS);
  const isOfMonth = said.toISOString().slice(0, 7) === now.toISOString().slice(0, 7);
  return [
    ...(isOfHour && uploads !== undefined && uploads <= UPLOADS_SHOWN ? [filesText(uploads)] : []),
    ...(isOfMonth && bytes !== undefined && bytes <= BYTES_SHOWN
      ? [bytes === 0 ? parts.noMoreInMonth : parts.moreInMonth(sizeText(bytes))]
      : []),
  ];
}

const filesText = (uploads: number): string => (uploads === 0 ? parts.noMoreInHour : parts.moreFilesInHour(uploads));
