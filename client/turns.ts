/** Work that is done one after the other for each key, and at the same time for different ones. */

/** Returns a function that runs `act` once all that was asked for before it with this key has ended, failed or not. */
export function createTurns(): <Result>(key: string, act: () => Promise<Result>) => Promise<Result> {
  const latest = new Map<string, Promise<unknown>>();
  return (key, act) => {
    const turn = (latest.get(key) ?? Promise.resolve()).then(act, act);
    latest.set(key, turn);
    return turn;
  };
}
