/** The kinds of reports. They are apart from what reports show, which whoever writes one need not load. */

import * as z from 'zod/mini';

/** What is wrong, in a word that every page says in its own language. */
export const ReportKind = z.enum(['spam', 'harassment', 'fraud', 'danger']);
export type ReportKind = z.infer<typeof ReportKind>;
