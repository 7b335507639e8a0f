/**
 * Redrives dead letters: `npm run redrive`. It acts on the local cloud that runs on PORT (3000 by default) with the
 * data in DATA_DIR. If STACK is set to a deployed stack's name, it acts on that stack, with the AWS CLI and the AWS
 * credentials and region of the environment.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type AwsCli, type DeadLetters, lettersInBucket, lettersInFolder } from './dead-letters.ts';
import { redriveLetters } from './redrive-letters.ts';

interface Target {
  readonly letters: DeadLetters;
  /** The stack's outputs. */
  readonly outputs: Readonly<Record<string, string>>;
}

/** Most that a letter may have, in bytes: Lambda sends a function at most 6 MB, and its text is escaped once more. */
const LETTER_MAX_BYTES = 32 * 1024 * 1024;

const aws: AwsCli = async (...args) => {
  try {
    return (await promisify(execFile)('aws', [...args], { maxBuffer: LETTER_MAX_BYTES })).stdout;
  } catch (error) {
    const { code, stderr } = error as { readonly code?: unknown; readonly stderr?: string };
    throw new Error(code === 'ENOENT' ? 'The command aws was not found: install the AWS CLI v2.' : stderr?.trim(), {
      cause: error,
    });
  }
};

async function deployed(stackName: string): Promise<Target> {
  const described = await aws('cloudformation', 'describe-stacks', '--stack-name', stackName, '--output', 'json');
  const { Stacks } = JSON.parse(described) as {
    readonly Stacks: readonly {
      readonly StackId: string;
      readonly Outputs?: readonly { readonly OutputKey: string; readonly OutputValue: string }[];
    }[];
  };
  const [stack] = Stacks;
  const outputs = Object.fromEntries(
    (stack?.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]),
  );
  // The CLI may have its region from where the SDK does not look: `arn:aws:cloudformation:<region>:…`
  process.env['AWS_REGION'] = stack?.StackId.split(':')[3];
  return { outputs, letters: lettersInBucket(required(outputs, 'DeadLetterBucket'), aws) };
}

async function local(): Promise<Target> {
  const { PORT = '3000', DATA_DIR = '.local' } = process.env;
  const site = `http://127.0.0.1:${PORT}`;
  const response = await fetch(`${site}/_local/outputs`).catch((cause: unknown) => {
    throw new Error(
      `No message center answers at ${site}. Start one with npm start, or set STACK to a deployed one's.`,
      {
        cause,
      },
    );
  });
  const outputs = (await response.json()) as Target['outputs'];
  // The local cloud allows everything to the key `local`.
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: process.env['AWS_ENDPOINT_URL'] ?? `http://127.0.0.1:${Number(PORT) + 3}`,
    AWS_REGION: 'local',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  });
  return { outputs, letters: lettersInFolder(join(DATA_DIR, 'buckets', required(outputs, 'DeadLetterBucket'))) };
}

function required(outputs: Target['outputs'], name: string): string {
  const value = outputs[name];
  if (value === undefined) throw new Error(`The stack has no output ${name}. Deploy it again, then repeat this.`);
  return value;
}

async function main(): Promise<number> {
  // The SDK works on Node 20 until its versions of 2027; its long warning about that helps nobody here.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
  const { STACK } = process.env;
  const { letters, outputs } = await (STACK ? deployed(STACK) : local());
  // The client is made when its module loads, and reads the environment then.
  const { messagesTable } = await import('#functions/aws/messages-table.ts');
  const { conversationsTable } = await import('#functions/aws/conversations-table.ts');
  const { postsTable } = await import('#functions/aws/posts-table.ts');
  const { postOffers } = await import('#functions/aws/post-offers.ts');
  const { postIndex } = await import('#functions/aws/post-index.ts');
  const { attachmentsTable } = await import('#functions/aws/attachments-table.ts');
  const { filesBucket } = await import('#functions/aws/files-bucket.ts');
  return redriveLetters({
    letters,
    log: messagesTable(required(outputs, 'MessagesTable')),
    conversations: conversationsTable(required(outputs, 'ConversationsTable')),
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
