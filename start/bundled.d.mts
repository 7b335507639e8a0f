/** The types of bundled.mjs. */
export function bundled(entry: string, folder: string, others?: readonly string[]): Promise<string>;
