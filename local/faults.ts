/** Faults that the cloud has and a laptop does not. All are off unless a test turns them on. */
export interface Faults {
  /** One invocation at a time per function instance, with more instances under load, as in Lambda. */
  strictInstances: boolean;
  /** Share (0 to 1) of writes answered ProvisionedThroughputExceededException. */
  throttledWrites: number;
  /** Milliseconds every AWS call takes longer. */
  slowCalls: number;
  /** `$disconnect` is not delivered. */
  lostDisconnects: boolean;
  /** Share of posts to sockets answered 410 GoneException, and 429 LimitExceededException. */
  gonePosts: number;
  throttledPosts: number;
  /** Share of stream batches delivered a second time. */
  duplicatedBatches: number;
  /** Milliseconds between a write and its record's delivery. */
  streamDelay: number;
  /** Expired items are never swept. */
  keepExpired: boolean;
  /** Milliseconds after which an idle socket is closed, and any socket. */
  socketIdle: number;
  socketLife: number;
}

export const noFaults: Faults = {
  strictInstances: false,
  throttledWrites: 0,
  slowCalls: 0,
  lostDisconnects: false,
  gonePosts: 0,
  throttledPosts: 0,
  duplicatedBatches: 0,
  streamDelay: 0,
  keepExpired: false,
  socketIdle: 10 * 60_000,
  socketLife: 2 * 60 * 60_000,
};
