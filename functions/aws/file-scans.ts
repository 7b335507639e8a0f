/**
 * What GuardDuty has found in files. It scans an object once it is stored, and then tags it with the result.
 * https://docs.aws.amazon.com/guardduty/latest/ug/monitoring-malware-protection-s3-scans-gdu.html
 */

import type { FileScans, Withheld } from '../core/files/ports.ts';
import { systemClock } from './clock.ts';
import { NO_SCANS } from './environment.ts';
import { count } from './metrics.ts';
import { GONE, bucketRequests, expect } from './s3-requests.ts';

const TAG = /<Key>GuardDutyMalwareScanStatus<\/Key>\s*<Value>(\w+)<\/Value>/;

/** Results that are none of these say that the object could not be scanned, such as an archive with a password. */
const RESULTS: Readonly<Record<string, Withheld | undefined>> = {
  NO_THREATS_FOUND: undefined,
  THREATS_FOUND: 'file-flagged',
};

/** A scan takes seconds. One that takes so long was lost, or scanning has stopped: a person has to look. */
const OVERDUE_MS = 15 * 60_000;

/** @param from the day of `SCANNED_FROM`: what was stored before it was never scanned, and is handed out */
export function fileScans(bucket: string, from: string): FileScans {
  if (from === NO_SCANS) return { withheld: async () => undefined };
  const begun = Date.parse(from);
  const { send } = bucketRequests(bucket);

  return {
    async withheld(key) {
      const path = `/${key}`;
      // https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectTagging.html
      const tags = await send({ method: 'GET', path, query: { tagging: '' } });
      const isGone = GONE.has(tags.status);
      if (!isGone) expect(tags.status, 200);
      const [, result] = isGone ? [] : (TAG.exec(tags.body.toString()) ?? []);
      if (result !== undefined) return result in RESULTS ? RESULTS[result] : 'scan-failed';

      const head = await send({ method: 'HEAD', path });
      if (GONE.has(head.status)) return undefined;
      expect(head.status, 200);
      // It is there, so it was refused: a file whose tags nobody may read must not pass as scanned.
      if (isGone) throw new Error('S3 refuses to say what a file is tagged with.');
      const storedAt = Date.parse(head.headers['last-modified'] ?? '');
      if (storedAt < begun) return undefined;
      const now = systemClock.now();
      if (now - storedAt > OVERDUE_MS) {
        // The key says nothing about anybody, and is what an operator has scanned.
        console.warn(`A scan is overdue: ${key}`);
        count('OverdueScans', 1, now);
      }
      return 'scan-pending';
    },
  };
}
