/** Replaces the markers in deployed files with values that are known only after the stack is resolved. */

/** Values by marker, as the template has them. A marker is the text to replace in the file. */
export type Markers = Readonly<Record<string, unknown>>;

export interface MarkersConfig {
  readonly jsonEscape?: boolean | string;
  readonly markerEncodings?: Readonly<Record<string, string>>;
}

/**
 * Replaces markers as CDK's deployment function does.
 * @param localize applied afterwards, because an address may consist of several of them, or be there as it is
 */
export function replaceMarkers(
  content: Buffer,
  markers: Markers,
  config: MarkersConfig,
  localize: (text: string) => string,
): Buffer {
  // Each byte becomes one character, so that a file that is not text stays as it is.
  let text = content.toString('latin1');
  const found = Object.entries(markers).filter(([marker]) => text.includes(marker));
  for (const [marker, value] of found) {
    const replacement = Buffer.from(encode(marker, value, config)).toString('latin1');
    text = text.replaceAll(marker, () => replacement);
  }
  const localized = localize(text);
  return found.length === 0 && localized === text ? content : Buffer.from(localized, 'latin1');
}

function encode(marker: string, value: unknown, { jsonEscape, markerEncodings }: MarkersConfig): string {
  const encoding = markerEncodings?.[marker] ?? (String(jsonEscape) === 'true' ? 'UNQUOTED_JSON_VALUE' : 'LITERAL');
  switch (encoding) {
    case 'LITERAL':
      return String(value);
    case 'JSON_VALUE':
      return JSON.stringify(value);
    case 'UNQUOTED_JSON_VALUE':
      return typeof value === 'string' ? JSON.stringify(value).slice(1, -1) : JSON.stringify(value);
    default:
      throw new Error(
        `The local cloud does not interpret the marker encoding ${encoding}. Teach it in local/site/markers.ts.`,
      );
  }
}
