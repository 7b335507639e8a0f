/** Posting to push services by the Web Push protocol: RFC 8030, encrypted by RFC 8291, proved by RFC 8292. */

import { createECDH, randomBytes } from 'node:crypto';
import type { PushOutcome, PushService } from '../core/push/service.ts';
import { systemClock } from './clock.ts';
import { encryptPush } from './push-encryption.ts';
import type { vapidAuthorization } from './vapid.ts';

/** Push services answer in a fraction of a second. */
const TIMEOUT_MS = 5_000;
const SALT_BYTES = 16;

/**
 * @param authorize makes the proof for an endpoint
 * @param request stands in for the network in tests
 */
export function pushService(
  authorize: () => Promise<ReturnType<typeof vapidAuthorization>>,
  request: typeof fetch = fetch,
): PushService {
  return {
    async post({ endpoint, keys }, text, { ttlSeconds, topic, urgency }) {
      const curve = createECDH('prime256v1');
      curve.generateKeys();
      const body = encryptPush(text, keys, { salt: randomBytes(SALT_BYTES), privateKey: curve.getPrivateKey() });
      const authorization = (await authorize())(endpoint, systemClock.now());
      try {
        const answer = await request(endpoint, {
          method: 'POST',
          headers: {
            authorization,
            'content-encoding': 'aes128gcm',
            'content-type': 'application/octet-stream',
            ttl: String(ttlSeconds),
            topic,
            urgency,
          },
          body: new Uint8Array(body),
          // A redirect would lead to an address that nobody has checked.
          redirect: 'manual',
          signal: AbortSignal.timeout(TIMEOUT_MS),
        });
        await answer.body?.cancel();
        return outcomeOf(answer);
      } catch (error) {
        // The address is a secret of the device, so it is not logged.
        console.error(`A push service at ${new URL(endpoint).hostname} could not be reached.`, String(error));
        return { result: 'later', retryAfterSeconds: undefined };
      }
    },
  };
}

function outcomeOf({ status, headers }: Response): PushOutcome {
  if (status >= 200 && status < 300) return { result: 'sent' };
  if (status === 404 || status === 410) return { result: 'gone' };
  if (status === 429 || status >= 500)
    return { result: 'later', retryAfterSeconds: secondsIn(headers.get('retry-after')) };
  console.error(`A push service refused a push with ${status}.`);
  return { result: 'refused' };
}

/** Returns the seconds of `Retry-After`, which may be given as a date. */
function secondsIn(header: string | null): number | undefined {
  if (header === null) return undefined;
  const seconds = /^\d{1,9}$/.test(header) ? Number(header) : (Date.parse(header) - systemClock.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : undefined;
}
