/** The entry of `npm start` and `npm run dev`. Plain JavaScript, so that a Node that is too old can say so. */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `Node ${process.versions.node} is too old: the message center needs 20.19 or newer. Get one from https://nodejs.org.`,
  );
  process.exit(1);
}

try {
  const { register } = await import('tsx/esm/api');
  register();
} catch (error) {
  if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
  console.error('The packages are not installed. Run `npm ci` first.');
  process.exit(1);
}
await (process.argv[2] === 'dev' ? import('./dev.ts') : import('./main.ts'));
