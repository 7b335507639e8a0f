/** Writes the descriptions of both APIs to `docs/`: `npm run describe`, after every change of a route or a frame. */
import { writeFileSync } from 'node:fs';
import { describeSocket } from '#functions/api/asyncapi.ts';
import { describeApi } from '#functions/api/openapi.ts';
import { readOptions } from './read-options.ts';

readOptions({
  command: 'npm run describe',
  usage: 'Usage: npm run describe\n\nWrites the descriptions of both APIs to docs/.',
  options: {},
});

for (const [name, description] of Object.entries({ openapi: describeApi(), asyncapi: describeSocket() })) {
  writeFileSync(new URL(`../docs/${name}.json`, import.meta.url), `${JSON.stringify(description, null, 2)}\n`);
}
