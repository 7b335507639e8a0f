/**
 * Source maps: stack traces of functions name lines of their sources instead of columns of a bundle.
 *
 * Maps lie beside the assembly and never in it, because everything in an asset is deployed: for an assembly `x`, the
 * folder `x.maps` has `<hash>.map` for each script, where the hash is the script's SHA-256 in hex. Maps may be missing.
 * A map is read when the first position in its script is printed, so that functions start as fast as without maps.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * @param assetFolder the folder of the function's code
 * @returns a function that replaces positions in scripts of the asset (`file:///…/index.mjs:1:48213`) with positions in
 * their sources (`functions/core/send-message.ts:31:12`). A position without a map stays as it is.
 */
export function createTranslate(assetFolder: string): (text: string) => string {
  // Stack traces name a module by the URL of its real path.
  const folder = realpathSync(assetFolder);
  const position = new RegExp(`${escape(pathToFileURL(folder).href)}(/[\\w./-]+\\.[cm]?js):(\\d+):(\\d+)`, 'g');
  const maps = new Map<string, SourceMap | undefined>();

  function mapOf(script: string): SourceMap | undefined {
    if (!maps.has(script)) maps.set(script, readMap(join(folder, script), `${dirname(folder)}.maps`));
    return maps.get(script);
  }

  return (text) =>
    text.replace(position, (found, script: string, line: string, column: string) => {
      // Stack traces count lines and columns from 1, maps from 0.
      const entry = mapOf(script)?.findEntry(Number(line) - 1, Number(column) - 1);
      if (!entry || !('originalSource' in entry)) return found;
      return `${entry.originalSource}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
    });
}

function readMap(script: string, folder: string): SourceMap | undefined {
  if (!existsSync(folder) || !existsSync(script)) return undefined;
  const hash = createHash('sha256').update(readFileSync(script)).digest('hex');
  const file = join(folder, `${hash}.map`);
  return existsSync(file) ? new SourceMap(JSON.parse(readFileSync(file, 'utf8')) as SourceMapPayload) : undefined;
}

const escape = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
