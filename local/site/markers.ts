/** Fills the markers of a deployed file with values that are known only once the stack is resolved. */

/** As the template gives them: a marker's name is the text that stands in the file. */
export type Markers = Readonly<Record<string, unknown>>;

export interface MarkersConfig {
  readonly jsonEscape?: boolean | string;
  readonly markerEncodings?: Readonly<Record<string, string>>;
}

/**
 * The same as CDK's own deployment function does.
 * @param localize is applied to a file that held markers: an address may be put together from several of them
 */
export function replaceMarkers(
  content: Buffer,
  markers: Markers,
  config: MarkersConfig,
  localize: (text: string) => string,
): Buffer {
  // Bytes as characters, so that a file which is not text stays as it is.
  let text = content.toString('latin1');
  const found = Object.entries(markers).filter(([marker]) => text.includes(marker));
  if (found.length === 0) return content;
  for (const [marker, value] of found) {
    const filling = Buffer.from(encode(marker, value, config)).toString('latin1');
    text = text.replaceAll(marker, () => filling);
  }
  return Buffer.from(localize(text), 'latin1');
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
