/**
 * The CDK app as `npm start` and `npm run dev` run it: while the page is still being built, this process loads the CDK
 * and bundles the functions. The page is there when its standard input ends.
 */
import { text } from 'node:stream/consumers';
import { makeBundles } from '#lib/bundle.ts';

await Promise.all([text(process.stdin), makeBundles()]);
await import('#bin/message-center.ts');
