/** The entry of `npm start` and `npm run dev`. Plain JavaScript, so that a Node that is too old can say so. */
import { fileURLToPath } from 'node:url';
import { bundled } from './bundled.mjs';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `Node ${process.versions.node} is too old: the message center needs 20.19 or newer. ` +
      'Get one from https://nodejs.org.',
  );
  process.exit(1);
}

try {
  if (process.argv[2] === 'dev') {
    const { register } = await import('tsx/esm/api');
    register();
    await import('./dev.ts');
  } else {
    process.setSourceMapsEnabled(true);
    await import(await program());
  }
} catch (error) {
  if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
  console.error('The packages are not installed. Run `npm ci` first.');
  process.exit(1);
}

/** The URL of `npm start` as one file. */
function program() {
  const path = (name) => fileURLToPath(new URL(name, import.meta.url));
  const packages = path('../package-lock.json');
  return bundled(path('main.ts'), path('../node_modules/.cache/message-center/program'), [packages]);
}
