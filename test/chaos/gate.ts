/** One direction of a connection. It can be held, like a network that stalls: data is kept and passed on later. */

import type { Socket } from 'node:net';

export interface Gate {
  readonly held: boolean;
  hold(): void;
  /** Passes on what was kept, and everything from now on. */
  release(): void;
  pass(data: Buffer): void;
  /** Ends the direction, once everything kept is passed on. */
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
