/** One direction of a connection, which can be held: what comes meanwhile is kept and passed on later, as a network that stalls does. */

import type { Socket } from 'node:net';

export interface Gate {
  readonly held: boolean;
  hold(): void;
  /** Passes on what was kept, and what comes from now on. */
  release(): void;
  pass(data: Buffer): void;
  /** Ends the direction, after what was kept. */
  end(): void;
}

export function gateTo(socket: Socket): Gate {
  let kept: Buffer[] | undefined;
  let ending = false;
  return {
    get held() {
      return kept !== undefined;
    },
    hold() {
      kept ??= [];
    },
    release() {
      for (const data of kept ?? []) socket.write(data);
      kept = undefined;
      if (ending) socket.end();
    },
    pass(data) {
      if (kept) kept.push(data);
      else socket.write(data);
    },
    end() {
      ending = true;
      if (!kept) socket.end();
    },
  };
}
