/** Links to the files of reports, for administrators. */

import { notFound } from '#contract/refusal.ts';
import { timeOfRecord } from '../moderation-record.ts';
import type { Moderation } from '../ports.ts';
import { linksTo, type Link, type LinkServices, type WithheldFile } from './held-files.ts';

export interface ReportLinkServices extends Omit<LinkServices, 'log'> {
  readonly moderation: Pick<Moderation, 'getReport'>;
  /** How long copies stay after the report. */
  readonly evidenceLastsMs: number;
}

/**
 * Returns links to the files of a report, none once they have expired. The caller has to be an administrator.
 * @throws {Refusal} `not-found`
 */
export async function linksOfReport(
  services: ReportLinkServices,
  id: string,
): Promise<readonly (Link | WithheldFile)[]> {
  const { moderation, evidenceLastsMs, clock } = services;
  const report = await moderation.getReport(id);
  if (!report) throw notFound();
  if (clock.now() >= timeOfRecord(id) + evidenceLastsMs) return [];
  return linksTo(services, report.attachments ?? []);
}
