/** Where a request came from, as far as that can be believed. */

import { isEqual } from './digest.ts';

/** What a gateway knows of a request's way. */
export interface Way {
  /** The address that connected to the gateway: the client's, or that of the distribution's edge. */
  readonly peer: string;
  /** `X-Forwarded-For`: anyone may send it, and each hop adds the address that connected to it. */
  readonly forwardedFor: string | undefined;
  /** What the request gives as proof that it came through the distribution. */
  readonly proof: string | undefined;
}

/**
 * Returns the address that a request came from. Through the distribution it is the one that CloudFront put at the end
 * of `X-Forwarded-For`; behind it may stand the address of CloudFront itself, if the gateway added its own peer.
 * Without the proof, the header says what its sender likes, and the gateway's peer counts.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html
 * @param expected the proof that the distribution sends
 */
export function sourceAddress({ peer, forwardedFor, proof }: Way, expected: string): string {
  if (proof === undefined || forwardedFor === undefined || !isEqual(proof, expected)) return peer;
  const hops = forwardedFor.split(',').map((hop) => hop.trim());
  if (hops.length > 1 && hops.at(-1) === peer) hops.pop();
  return hops.at(-1) || peer;
}

/**
 * Returns what to count requests by: an IPv4 address, or the /64 network of an IPv6 address, since one subscriber has
 * at least that many addresses (RFC 6177).
 */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined || !address.includes(':')) return mapped ?? address;
  const [head = '', tail] = address.toLowerCase().split('::');
  const groups = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const missing = Array.from({ length: Math.max(0, 8 - groups.length - after.length) }, () => '0');
  const all = tail === undefined ? groups : [...groups, ...missing, ...after];
  return all
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}
