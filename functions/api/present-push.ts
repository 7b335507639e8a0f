/** A device that is told by push, as its owner sees it: without its address and keys. */

import type { PushDevice, Subject } from '../core/push/device.ts';
import { timestampOf } from './present.ts';

export function presentPush({ texts, off, storedAt }: PushDevice) {
  const isOn = (subject: Subject): boolean => !off.includes(subject);
  const about = {
    messages: isOn('messages'),
    offers: isOn('offers'),
    promises: isOn('promises'),
    thanks: isOn('thanks'),
    searches: isOn('searches'),
  };
  return { texts, about, since: timestampOf(storedAt) };
}
