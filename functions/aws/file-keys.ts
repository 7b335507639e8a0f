/** Keys in the bucket of files, and ids of attachments: 128 random bits, which say nothing about anybody. */

import { randomBytes } from 'node:crypto';
import type { NewKey } from '../core/files/take.ts';
import { FILE_PREFIXES } from './environment.ts';

const BYTES = 16;

export const newAttachmentId = (): string => randomBytes(BYTES).toString('base64url');

export const newFileKey: NewKey = (prefix) => FILE_PREFIXES[prefix] + newAttachmentId();
