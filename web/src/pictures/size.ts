/** The size of a picture. */

/** In pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Returns the size of a picture whose longer side has at most `max` pixels. It never grows. */
export function fitted({ width, height }: Size, max: number): Size {
  const scale = Math.min(1, max / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
