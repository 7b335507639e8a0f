/**
 * Redrives dead letters: `npm run redrive`. It acts on the local cloud that runs on PORT (3000 by default) with the
 * data in DATA_DIR. If STACK is set to a deployed stack's name, it acts on that stack, with the AWS CLI and the AWS
 * credentials and region of the environment.
 */
import { join } from 'node:path';
import { type DeadLetters, lettersInBucket, lettersInFolder } from './dead-letters.ts';
import { readOptions } from './read-options.ts';
import { redriveLetters } from './redrive-letters.ts';
import { type Outputs, aws, deployedOutputs, localOutputs, required } from './target.ts';

interface Target {
  readonly letters: DeadLetters;
  readonly outputs: Outputs;
}

async function deployed(stackName: string): Promise<Target> {
  const outputs = await deployedOutputs(stackName);
  return { outputs, letters: lettersInBucket(required(outputs, 'DeadLetterBucket'), aws) };
}

async function local(): Promise<Target> {
  const { DATA_DIR = '.local' } = process.env;
  const outputs = await localOutputs("Start one with npm start, or set STACK to a deployed one's.");
  return { outputs, letters: lettersInFolder(join(DATA_DIR, 'buckets', required(outputs, 'DeadLetterBucket'))) };
}

const USAGE = `Usage: npm run redrive

Redrives dead letters of the local cloud that runs on PORT (3000 by default) with the data in DATA_DIR, or of the
deployed stack that STACK names.`;

async function main(): Promise<number> {
  readOptions({ command: 'npm run redrive', usage: USAGE, options: {} });
  // The SDK works on Node 20 until its versions of 2027; its long warning about that helps nobody here.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
  const { STACK } = process.env;
  const { letters, outputs } = await (STACK ? deployed(STACK) : local());
  // The client is made when its module loads, and reads the environment then.
  const { messagesTable } = await import('#functions/aws/messages-table.ts');
  const { conversationsTable } = await import('#functions/aws/conversations-table.ts');
  const { inboxMarks } = await import('#functions/aws/inbox-index.ts');
  const { postsTable } = await import('#functions/aws/posts-table.ts');
  const { postOffers } = await import('#functions/aws/post-offers.ts');
  const { postIndex } = await import('#functions/aws/post-index.ts');
  const { attachmentsTable } = await import('#functions/aws/attachments-table.ts');
  const { filesBucket } = await import('#functions/aws/files-bucket.ts');
  return redriveLetters({
    letters,
    log: messagesTable(required(outputs, 'MessagesTable')),
    conversations: conversationsTable(required(outputs, 'ConversationsTable')),
    inboxIndex: inboxMarks(required(outputs, 'ConversationsTable')),
    attachments: attachmentsTable(required(outputs, 'AttachmentsTable')),
    files: filesBucket(required(outputs, 'FilesBucket')),
    offers: postOffers(required(outputs, 'PostIndexTable')),
    posts: postsTable(required(outputs, 'PostsTable')),
    // A day that has posts already keeps its number of lists.
    index: postIndex(required(outputs, 'PostIndexTable'), { shardsPerDay: 1 }),
    print: (line) => console.log(line),
  });
}

main().then(
  (left) => {
    if (left > 0) process.exitCode = 1;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
