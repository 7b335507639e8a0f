/** The place in which somebody was last on this device: the page opens there again. */
import { deviceStorage } from '../browser/storage.ts';

/** One entry for all people, since it must not tell the next person here who was there before. */
const LAST_PLACE_KEY = 'last-place';

/** @param place its address, which has no spaces */
export const rememberPlace = (me: string, place: string): void => deviceStorage.write(LAST_PLACE_KEY, `${me} ${place}`);

/** Returns where this person was last; undefined if somebody else was here since, or nobody. */
export function lastPlace(me: string): string | undefined {
  const [person, place] = deviceStorage.read(LAST_PLACE_KEY)?.split(' ') ?? [];
  return person === me ? place : undefined;
}

export const forgetPlace = (): void => deviceStorage.remove(LAST_PLACE_KEY);
