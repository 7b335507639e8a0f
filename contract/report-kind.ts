/** The kinds of reports, in a file of their own: what takes a report does not load what shows one. */

import * as z from 'zod/mini';

/** What is wrong, in a word that every page says in its own language. */
export const ReportKind = z.enum(['spam', 'harassment', 'fraud', 'danger']);
export type ReportKind = z.infer<typeof ReportKind>;
