/** Reading the token and the origin of a WebSocket handshake. */

import { describe, expect, it } from 'vitest';
import { tokenOf } from '#contract/handshake.ts';
import { isOwnOrigin } from '#contract/origin.ts';

const offering = (protocols: string) => ({ 'Sec-WebSocket-Protocol': protocols });

describe('the token of a handshake', () => {
  it.each([
    'message-center.v1, bearer.a.b.c',
    'message-center.v1,bearer.a.b.c',
    'bearer.a.b.c , message-center.v1',
    'message-center.v2, message-center.v1, bearer.a.b.c',
  ])('is found in %j', (protocols) => {
    expect(tokenOf(offering(protocols))).toBe('a.b.c');
  });

  it("is found whatever the header's spelling", () => {
    for (const name of ['sec-websocket-protocol', 'SEC-WEBSOCKET-PROTOCOL', 'Sec-Websocket-Protocol']) {
      expect(tokenOf({ Host: 'sockets.example', [name]: 'message-center.v1, bearer.a.b.c' })).toBe('a.b.c');
    }
  });

  it.each([
    '',
    'message-center.v1',
    'bearer.a.b.c',
    'message-center.v2, bearer.a.b.c',
    'message-center.v1.bearer.a.b.c',
    'Message-Center.v1, bearer.a.b.c',
  ])('is absent from %j', (protocols) => {
    expect(tokenOf(offering(protocols))).toBeUndefined();
  });

  it('is absent where none is offered, and never read from elsewhere', () => {
    expect(tokenOf({})).toBeUndefined();
    expect(
      tokenOf({ Authorization: 'Bearer a.b.c', Cookie: 'bearer.a.b.c', 'Sec-WebSocket-Protocol': undefined }),
    ).toBeUndefined();
  });
});

describe('the origin of a handshake', () => {
  const site = 'https://site.example';

  it('is accepted from the page and from clients that are not browsers', () => {
    expect(isOwnOrigin({ Origin: site }, site)).toBe(true);
    expect(isOwnOrigin({ origin: site }, site)).toBe(true);
    expect(isOwnOrigin({ Host: 'sockets.example' }, site)).toBe(true);
  });

  it.each([
    'null',
    '',
    'https://evil.example',
    'http://site.example',
    'https://site.example:8443',
    'https://site.example.evil.example',
    'https://SITE.example/',
    'https://site.example, null',
  ])('is refused when it is %j', (Origin) => {
    expect(isOwnOrigin({ Origin }, site)).toBe(false);
  });
});
