/** What a person needs to know once the local cloud runs: where everything is. */
import { resolve } from 'node:path';
import type { Cloud } from '#local/cloud.ts';
import { PASSWORD, people } from './seed.ts';
import type { Settings } from './settings.ts';

type Addresses = Pick<Cloud, 'siteUrl' | 'apiUrl' | 'webSocketUrl' | 'outboxUrl'>;

/** @returns the addresses, one a line, and `ready` in the last line */
export function startText(settings: Settings, { siteUrl, apiUrl, webSocketUrl, outboxUrl }: Addresses): string {
  const lines: [string, string][] = [
    ['Page', siteUrl],
    ['API', apiUrl],
    ['WebSocket', webSocketUrl],
    ['Outbox', `${outboxUrl}   (mails, with the codes)`],
    ...(settings.seed ? [['People', `${people.join(', ')}; password: ${PASSWORD}`] as [string, string]] : []),
    ['Data', `${resolve(settings.dataDir)}   (Ctrl-C ends; a new start finds everything again)`],
  ];
  return ['', ...lines.map(([name, value]) => `  ${name.padEnd(11)}${value}`), '', 'ready'].join('\n');
}
