/** Which address of origin is believed. */
import { describe, expect, it } from 'vitest';
import { networkOf, sourceAddress } from '#functions/core/source-address.ts';

const EDGE = '130.176.0.1';
const PROOF = 'the proof of the distribution';
const from = (forwardedFor: string | undefined, proof: string | undefined, peer = EDGE): string =>
  sourceAddress({ peer, forwardedFor, proof }, PROOF);

describe('the address of origin', () => {
  it('is the one that the distribution saw, whether or not the gateway adds its peer', () => {
    expect(from(`203.0.113.7, ${EDGE}`, PROOF)).toBe('203.0.113.7');
    expect(from('203.0.113.7', PROOF)).toBe('203.0.113.7');
  });

  it('is not what a client wrote in front of it', () => {
    expect(from(`10.0.0.1, 10.0.0.2, 203.0.113.7, ${EDGE}`, PROOF)).toBe('203.0.113.7');
    expect(from(`${EDGE}, 203.0.113.7,${EDGE}`, PROOF)).toBe('203.0.113.7');
  });

  it("is the gateway's peer without the proof, whatever the headers say", () => {
    for (const proof of [undefined, '', 'x', PROOF.slice(1), `${PROOF} `])
      expect(from('203.0.113.7, 203.0.113.8', proof, '198.51.100.9')).toBe('198.51.100.9');
    expect(from(undefined, PROOF, '198.51.100.9')).toBe('198.51.100.9');
    expect(from('', PROOF, '198.51.100.9')).toBe('198.51.100.9');
  });
});

describe('the network of an address', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:0:1:2:3:4:5', '2001:db8:0:1'],
    ['2001:0DB8::1', '2001:db8:0:0'],
    ['2001:db8:0:0:ffff::', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
  ])('of %s is %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});
