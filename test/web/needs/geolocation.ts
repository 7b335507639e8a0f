/** A browser that says where it is, or does not. */
import { onTestFinished } from 'vitest';

/** Somewhere in Lisbon, and in no middle of a square. */
export const HOUSE = { latitude: 38.7139, longitude: -9.1334 };

/** @param answer a position, or the code of an error */
export function locate(answer: typeof HOUSE | number): void {
  const getCurrentPosition = (found: (at: unknown) => void, failed: (error: unknown) => void): void =>
    typeof answer === 'number' ? failed({ code: answer, PERMISSION_DENIED: 1 }) : found({ coords: answer });
  Object.defineProperty(navigator, 'geolocation', { configurable: true, value: { getCurrentPosition } });
  onTestFinished(() => void Reflect.deleteProperty(navigator, 'geolocation'));
}
