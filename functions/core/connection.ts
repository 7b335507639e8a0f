/** A person's open WebSocket, as it is stored. */

export interface Connection {
  readonly connectionId: string;
  readonly username: string;
  readonly session: string;
  /** Epoch milliseconds. */
  readonly connectedAt: number;
  /** What it runs on, if the client said so: "Firefox on Linux". */
  readonly device?: string | undefined;
  /** A person sees its page, as the page says. */
  readonly sight?: true;
  /** The topics of the feed that it watched when it was read. */
  readonly watched?: readonly string[] | undefined;
}

/**
 * How long a socket counts as open: the gateway ends every socket after two hours, and ten minutes are for clocks and
 * stragglers.
 */
export const SOCKET_LIFETIME_MS = (2 * 60 + 10) * 60_000;

/** `$connect` stores a socket before its handshake is over. This long, the gateway may still call it gone. */
const HANDSHAKE_MAX_MS = 30_000;

/** True if a socket that the gateway calls gone may just not be open yet. @param now epoch milliseconds */
export const mayStillOpen = ({ connectedAt }: Connection, now: number): boolean =>
  now - connectedAt <= HANDSHAKE_MAX_MS;

/** Noting whether a person sees the page of a socket. */
export interface Sights {
  /** Does nothing where the socket is gone. */
  setSight(username: string, connectionId: string, visible: boolean): Promise<void>;
}
