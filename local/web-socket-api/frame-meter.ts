/**
 * Reads the length of each frame from a client's bytes. `ws` limits the size of whole messages only, not of frames.
 * Frame layout: RFC 6455 section 5.2.
 */

const EMPTY = Buffer.alloc(0);

/** @returns a function to call with each chunk in turn, which is true if a frame declares more bytes than the limit */
export function createFrameMeter(limitBytes: number): (chunk: Buffer) => boolean {
  /** Bytes of the current frame's payload that have not arrived yet. */
  let remaining = 0;
  /** The part of an incomplete header that has arrived. */
  let header: Buffer = EMPTY;

  return (chunk) => {
    let rest = chunk;
    while (rest.length > 0) {
      const passing = Math.min(remaining, rest.length);
      remaining -= passing;
      rest = rest.subarray(passing);
      if (rest.length === 0) break;

      header = header.length === 0 ? rest : Buffer.concat([header, rest]);
      const frame = readHeader(header);
      if (!frame) return false;
      if (frame.payload > limitBytes) return true;
      remaining = frame.payload;
      rest = header.subarray(frame.length);
      header = EMPTY;
    }
    return false;
  };
}

/** Returns the lengths of a frame's header (with its mask) and payload, or undefined if the header is incomplete. */
function readHeader(bytes: Buffer): { length: number; payload: number } | undefined {
  if (bytes.length < 2) return undefined;
  const lengthByte = bytes.readUInt8(1);
  const short = lengthByte & 0x7f;
  const extended = short === 126 ? 2 : short === 127 ? 8 : 0;
  const length = 2 + extended + (lengthByte & 0x80 ? 4 : 0);
  if (bytes.length < length) return undefined;
  const payload = extended === 2 ? bytes.readUInt16BE(2) : extended === 8 ? Number(bytes.readBigUInt64BE(2)) : short;
  return { length, payload };
}
