/** Reading once in an instance what never changes, such as a secret. */

/**
 * Returns a function that reads when it is first called, and returns the same from then on. A read that fails is done
 * again by the next call.
 */
export function readOnce<T>(read: () => Promise<T>): () => Promise<T> {
  let reading: Promise<T> | undefined;
  return () => {
    reading ??= read().catch((error: unknown) => {
      reading = undefined;
      throw error;
    });
    return reading;
  };
}
