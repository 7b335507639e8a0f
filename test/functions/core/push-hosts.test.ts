/** Which addresses pushes may be posted to. */

import { describe, expect, it } from 'vitest';
import { pushAddresses } from '#functions/core/push/hosts.ts';

const isPushAddress = pushAddresses(
  'https://fcm.googleapis.com,https://updates.push.services.mozilla.com,https://*.push.apple.com,http://127.0.0.1:3000',
);

describe('an address of a push service', () => {
  it.each([
    'https://fcm.googleapis.com/fcm/send/abc:def',
    'https://updates.push.services.mozilla.com/wpush/v2/gAAAAABk',
    'https://web.push.apple.com/QGuQyavXutnMH',
    'https://api.push.apple.com/3?x=1',
    'http://127.0.0.1:3000/_local/push/abc',
  ])('is %s', (endpoint) => expect(isPushAddress(endpoint)).toBe(true));

  it.each([
    ['another host', 'https://evil.example/abc'],
    ['a host that ends alike', 'https://evilfcm.googleapis.com/abc'],
    ['a host below one that stands for itself', 'https://a.fcm.googleapis.com/abc'],
    ['the host above the wildcard', 'https://push.apple.com/abc'],
    ['a host that begins alike', 'https://web.push.apple.com.evil.example/abc'],
    ['a wildcard taken at its word', 'https://*.push.apple.com/abc'],
    ['http', 'http://fcm.googleapis.com/abc'],
    ['another port', 'https://fcm.googleapis.com:8443/abc'],
    ['another port of this machine', 'http://127.0.0.1:9001/2018-06-01/runtime/invocation/next'],
    ['this machine by another name', 'http://localhost:3000/abc'],
    ['credentials', 'https://user:password@fcm.googleapis.com/abc'],
    ['the host as credentials', 'https://fcm.googleapis.com@evil.example/abc'],
    ['an address of the network', 'https://169.254.169.254/latest/meta-data'],
    ['one in disguise', 'https://2852039166/latest/meta-data'],
    ['an address of IPv6', 'https://[::1]/abc'],
    ['a fragment', 'https://fcm.googleapis.com/abc#def'],
    ['capitals, which a parser changes', 'https://FCM.googleapis.com/abc'],
    ['steps up, which a parser follows', 'https://fcm.googleapis.com/a/../b'],
    ['a backslash, which a parser turns', 'https://fcm.googleapis.com\\@evil.example/'],
    ['a line break, which a parser drops', 'https://fcm.googleapis.com/a\nb'],
    ['the port that is usual', 'https://fcm.googleapis.com:443/abc'],
    ['a trailing dot', 'https://fcm.googleapis.com./abc'],
    ['another scheme', 'ftp://fcm.googleapis.com/abc'],
    ['no address', 'fcm.googleapis.com/abc'],
    ['nothing', ''],
  ])('is never %s', (_, endpoint) => expect(isPushAddress(endpoint)).toBe(false));

  it('cannot be listed without a scheme, or with a path', () => {
    expect(() => pushAddresses('fcm.googleapis.com')).toThrow('The push host fcm.googleapis.com is no origin.');
    expect(() => pushAddresses('https://push.example/a')).toThrow('is no origin.');
    expect(() => pushAddresses('')).toThrow('is no origin.');
  });
});
