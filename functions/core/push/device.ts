/** The devices of a person that are told by push, and what each is told about. */

/** What a device can be told about, each with its switch. */
export const SUBJECTS = ['messages', 'offers', 'promises', 'thanks', 'searches'] as const;
export type Subject = (typeof SUBJECTS)[number];

/** The address and keys that a browser subscribed with (RFC 8030, RFC 8291). */
export interface Subscription {
  readonly endpoint: string;
  readonly keys: {
    /** A point of P-256, uncompressed, in base64url. */
    readonly p256dh: string;
    /** 16 bytes in base64url. */
    readonly auth: string;
  };
}

/** A device is a session: it ends with it. Times are epoch milliseconds. */
export interface PushDevice extends Subscription {
  readonly username: string;
  readonly session: string;
  /** What it runs on, if known. */
  readonly device?: string | undefined;
  /** Whether a push carries the beginning of a text. */
  readonly texts: boolean;
  /** What it is not told about. */
  readonly off: readonly Subject[];
  readonly storedAt: number;
  /** When the access token was issued that stored it. */
  readonly issuedAt: number;
  /** When its session can no longer be refreshed. */
  readonly expiresAt: number;
}

/** A person, as far as it matters for telling them. */
export interface Audience {
  /** The devices whose sessions have not ended. Of an endpoint that another session took over since, see `owners`. */
  readonly devices: readonly PushDevice[];
  /** The sessions of which a socket is in sight. */
  readonly inSight: ReadonlySet<string>;
}

/** The session that an endpoint belongs to, until an epoch millisecond. */
export interface EndpointOwner {
  readonly session: string;
  readonly until: number;
}

/** The subscriptions, and whose each endpoint is. */
export interface PushDevices {
  /**
   * Stores a device in place of what its session had.
   * @returns all devices of the person
   */
  put(device: PushDevice): Promise<readonly PushDevice[]>;
  /** Returns the device of a session. */
  get(username: string, session: string): Promise<PushDevice | undefined>;
  /** Returns the devices of a person, of ended sessions as well. */
  list(username: string): Promise<readonly PushDevice[]>;
  /** Returns those of these people who have devices, of ended sessions as well. Eventually consistent. */
  reachable(usernames: readonly string[]): Promise<ReadonlySet<string>>;
  /** Returns these people. Strongly consistent unless `eventual`. */
  audience(usernames: readonly string[], consistency?: 'eventual'): Promise<ReadonlyMap<string, Audience>>;
  /** Ends the subscription of a session. @param endpoint only while it has this one */
  remove(username: string, session: string, endpoint?: string): Promise<void>;
  /**
   * Gives an endpoint to a session, in place of the one that had it.
   * @param until when this may be forgotten, in epoch milliseconds
   * @returns whose it was; undefined where it was of none
   */
  take(endpoint: string, session: string, until: number): Promise<EndpointOwner | undefined>;
  /** Undoes a `take`, unless another session has taken the endpoint since. @param before what `take` returned */
  giveBack(endpoint: string, session: string, before: EndpointOwner | undefined): Promise<void>;
  /** Returns the session that each of these endpoints was given to last. */
  owners(endpoints: readonly string[]): Promise<ReadonlyMap<string, string>>;
}
