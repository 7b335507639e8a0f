/** Lets Alice send Bob a message, and follows its text from her client's first function to the rows that his page shows. */
import { startCloud } from './cloud.ts';
import { loadClient, startDevice } from './device.ts';
import { RECORDER } from './instrument.ts';
import { type Step, createRecorder } from './recorder.ts';

/** Their letters are the same in JSON and in addresses. */
const FIRST_TEXT = 'Good-morning';
const TEXT = 'Meet-me-at-the-pier';

/** Turns of the event loop in a row in which nothing was called: everything that waits for the network alone has come to rest. */
const QUIET_TURNS = 10;
const TURN_MS = 3;

/** @param tree absolute folder of a checkout of the project, with its packages */
export async function follow(tree: string): Promise<readonly Step[]> {
  const recorder = createRecorder();
  Object.assign(globalThis, { [RECORDER]: recorder });
  const cloud = await startCloud(tree);
  const client = await loadClient(tree);
  const [alice, bob] = [await start('alice'), await start('bob')];

  async function start(username: string) {
    await cloud.createPerson(username);
    return startDevice({ client, cloud, username, quiet });
  }

  async function quiet(): Promise<void> {
    let before = -1;
    for (let turns = 0; turns < QUIET_TURNS; turns++) {
      if (recorder.calls !== before) turns = 0;
      before = recorder.calls;
      await new Promise((resolve) => setTimeout(resolve, TURN_MS));
    }
  }

  async function settle(): Promise<void> {
    do await quiet();
    while (alice.pending + bob.pending > 0);
  }

  // They know each other: the first message of all is a special one.
  await Promise.all([alice.mailbox.open('bob'), bob.mailbox.open('alice')]);
  alice.mailbox.sendMessage('bob', FIRST_TEXT);
  await settle();
  await cloud.deliverStream();
  await settle();

  recorder.start(TEXT);
  alice.mailbox.sendMessage('bob', TEXT);
  await settle();
  // DynamoDB answers for several sockets in any order; so there is one.
  await alice.disconnect();
  await cloud.deliverStream();
  await settle();
  const steps = recorder.stop();

  if (!bob.shown('alice').includes(TEXT)) throw new Error('The message did not arrive.');
  alice.mailbox.close();
  bob.mailbox.close();
  cloud.close();
  return steps;
}
