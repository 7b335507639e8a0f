/** Time and chance, handed to the rules so that they have none of their own. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Milliseconds. */
  sleep(duration: number): Promise<void>;
  /** From 0 up to, but not including, 1. */
  random(): number;
}
