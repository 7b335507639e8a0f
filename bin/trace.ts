/**
 * Reads a stack of a deployed function: `npm run --silent trace -- http/messages < stack.txt` prints the log with the
 * files and lines of the sources. They must be those that were deployed, since no source map is.
 */
import { SourceMap, type SourceMapPayload } from 'node:module';
import { text } from 'node:stream/consumers';
import { entryPoints, sourceMapOf } from '#lib/bundle.ts';
import { readOptions, refuse } from './read-options.ts';

/** `file:///var/task/index.mjs:1:48213` */
const POSITION = /[^\s("]*\bindex\.mjs:(\d+):(\d+)/g;

const USAGE = `Usage: npm run trace -- <entry point>, one of ${entryPoints.join(', ')}.`;
const { positionals } = readOptions({ command: 'npm run trace', usage: USAGE, options: {}, takesWords: true });
const [name] = positionals;
const entryPoint = entryPoints.find((known) => known === name);
if (!entryPoint) refuse(USAGE);

const map = new SourceMap(JSON.parse(sourceMapOf(entryPoint)) as SourceMapPayload);
const log = await text(process.stdin);
process.stdout.write(
  log.replace(POSITION, (position, line: string, column: string) => {
    // Stacks count lines and columns from 1, maps from 0.
    const entry = map.findEntry(Number(line) - 1, Number(column) - 1);
    if (!('originalSource' in entry)) return position;
    return `${entry.originalSource}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
  }),
);
