/** What people do, one thing after another, each with what is expected of it at once; what is expected in the end, `expectations.ts` says. */

import fc from 'fast-check';
import { expect } from 'vitest';
import { ApiProblem, isRefusal, isTransient, NetworkError } from '#client/problem.ts';
import { messageId } from '#contract/message-id.ts';
import type { RefusalCode } from '#contract/refusal.ts';
import { getConversation } from '#contract/routes/conversations.ts';
import { sendMessage } from '#contract/routes/messages.ts';
import { block, unblock } from '#contract/routes/safety.ts';
import type { Conversations, Message, Refused } from './conversations.ts';
import { expectAsModelled } from './expectations.ts';
import { DEVICES, PEOPLE, personOf, type Stage } from './stage.ts';

type Command = fc.AsyncCommand<Conversations, Stage>;

/** Milliseconds in which everything that was begun comes to rest. Shorter than the minute after which a client asks by itself. */
const REST = 20_000;
/** Milliseconds in which a read position is told. */
const TELLING = 5_000;

const anyDevice = fc.constantFrom(...DEVICES);
const mostlyItsSender = fc.option(anyDevice, { freq: 1, nil: undefined });
const anyPerson = fc.constantFrom(...PEOPLE);
const anyEmoji = fc.constantFrom('👍', '🎉');
/** Which of the messages there are, counted from the newest. */
const anyMessage = fc.nat({ max: 5 });
/** After how many of its steps a function is killed. */
const anyStep = fc.nat({ max: 6 });

const messageAt = ({ messages }: Conversations, back: number): Message | undefined =>
  messages.at(-1 - (back % Math.max(1, messages.length)));
const isSignedIn = ({ signedIn }: Conversations, device: string): boolean => signedIn.has(device);

const command = (
  name: string,
  check: (model: Conversations) => boolean,
  run: (model: Conversations, stage: Stage) => Promise<void>,
): Command => ({
  check,
  run,
  toString: () => name,
});

/**
 * Something about a message.
 * @param device on which it is done; undefined: on one of its sender's
 * @param back which message, as the model has them; the device need not know of it yet
 */
function about(
  name: string,
  device: string | undefined,
  back: number,
  run: (model: Conversations, stage: Stage, message: Message, by: string) => Promise<void>,
): Command {
  const deviceFor = (model: Conversations): string | undefined => {
    if (device === undefined) return anyDeviceOf(model, messageAt(model, back)?.sender);
    return isSignedIn(model, device) && model.messages.length > 0 ? device : undefined;
  };
  return command(
    name,
    (model) => deviceFor(model) !== undefined,
    async (model, stage) => {
      const [message, by] = [messageAt(model, back), deviceFor(model)];
      if (message && by !== undefined) await run(model, stage, message, by);
    },
  );
}

/** Waits until a device's unsent messages to somebody are sent or refused. */
async function delivered({ pass, life }: Stage, device: string, peer: string): Promise<void> {
  const isWaiting = (): boolean =>
    (life(device).mailbox.state.conversations[peer]?.rows ?? []).some(({ state }) => state === 'pending');
  for (let i = 0; i < 1_000 && isWaiting(); i++) await pass(50);
  expect(isWaiting()).toBe(false);
}

const send = (device: string, peer: string, answer: number | undefined): Command =>
  command(
    `send(${device}, ${peer}${answer === undefined ? '' : `, ${answer}`})`,
    (model) => isSignedIn(model, device),
    async (model, stage) => {
      const person = personOf(device);
      const answers = answer === undefined ? undefined : model.between(person, peer).at(-1 - answer);
      const message: Refused = { peer, text: model.newText(person, peer), answers };
      stage.life(device).mailbox.sendMessage(peer, message.text, answers && messageId(answers));
      await delivered(stage, device, peer);
      sent(model, device, message);
    },
  );

function sent(model: Conversations, device: string, message: Refused): void {
  if (model.blocks(message.peer, personOf(device)))
    model.refused.set(device, [...(model.refused.get(device) ?? []), message]);
  else model.send(personOf(device), message);
}

/** What was refused is tried again, in its order. */
const tryAgain = (device: string): Command =>
  command(
    `tryAgain(${device})`,
    (model) => isSignedIn(model, device) && (model.refused.get(device) ?? []).length > 0,
    async (model, stage) => {
      const again = model.refused.get(device) ?? [];
      model.refused.delete(device);
      const { mailbox } = stage.life(device);
      for (const message of again) {
        const row = mailbox.state.conversations[message.peer]?.rows.find(
          ({ body, state }) => state === 'failed' && body === message.text,
        );
        mailbox.retry(message.peer, row?.key ?? '');
        await delivered(stage, device, message.peer);
        sent(model, device, message);
      }
    },
  );

/** A copy of the request that sent a message comes once more, or another text under its name. */
const repeat = (back: number, otherText: boolean): Command =>
  command(
    `repeat(${back}${otherText ? ', with another text' : ''})`,
    (model) => anyDeviceOf(model, messageAt(model, back)?.sender) !== undefined,
    async (model, { until, life, requests }) => {
      const message = messageAt(model, back);
      const device = anyDeviceOf(model, message?.sender);
      const request = requests.get(message?.texts[0] ?? '');
      if (!message || device === undefined || !request) throw new Error('There is nothing to repeat.');
      const body = otherText ? { ...request, body: `${request.body} again` } : request;
      const ask = (): Promise<unknown> =>
        until(life(device).session.call(sendMessage, { body })).catch((thrown: unknown) => thrown);
      const answered = await ask();
      const answer = isFailure(answered) ? await ask() : answered;
      // What a deleted message had said is not known any more: its placeholder answers for it.
      if (otherText && !message.deleted) expect(isRefusal(answer, 'client-id-taken')).toBe(true);
      else expect(answer).toMatchObject({ id: messageId(message), body: message.text });
    },
  );

/** Whether nobody knows what became of a request. */
const isFailure = (thrown: unknown): boolean =>
  (thrown instanceof ApiProblem || thrown instanceof NetworkError) && isTransient(thrown);

const anyDeviceOf = (model: Conversations, person: string | undefined): string | undefined =>
  DEVICES.find((device) => personOf(device) === person && isSignedIn(model, device));

/**
 * Something that is done to a message. Where the function is killed, nobody can know whether it was done: the log tells.
 * @param refusal why it may not be done
 */
async function change(
  { until, life }: Stage,
  model: Conversations,
  message: Message,
  act: { by: string; refusal: RefusalCode | undefined; call: Promise<void>; apply(): void },
): Promise<void> {
  const { sender, recipient } = message;
  const before = model.end(sender, recipient);
  const thrown = await until(act.call).then(
    () => undefined,
    (error: unknown) => error,
  );
  if (isFailure(thrown)) {
    const parameters = { peer: peerIn(message, personOf(act.by)) };
    const { lastSeq } = await until(life(act.by).session.call(getConversation, { parameters }));
    if (act.refusal || lastSeq === before) return;
  } else {
    expect(thrown instanceof ApiProblem ? thrown.code : thrown).toBe(act.refusal);
    if (act.refusal) return;
  }
  act.apply();
}

const edit = (device: string | undefined, back: number, toTheSame: boolean): Command =>
  about(
    `edit(${device ?? 'its sender'}, ${back}${toTheSame ? ', to what it says' : ''})`,
    device,
    back,
    async (model, stage, message, by) => {
      const text = toTheSame && !message.deleted ? message.text : model.newText(message.sender, message.recipient);
      await change(stage, model, message, {
        by,
        refusal: model.whyNotEdit(personOf(by), message, text),
        call: stage.life(by).mailbox.editMessage(peerIn(message, personOf(by)), messageId(message), text),
        apply: () => model.edit(message, text),
      });
    },
  );

const remove = (device: string | undefined, back: number): Command =>
  about(`remove(${device ?? 'its sender'}, ${back})`, device, back, async (model, stage, message, by) => {
    await change(stage, model, message, {
      by,
      refusal: model.whyNotDelete(personOf(by), message),
      call: stage.life(by).mailbox.deleteMessage(peerIn(message, personOf(by)), messageId(message)),
      apply: () => model.delete(message),
    });
  });

const react = (device: string, back: number, emoji: string, isOn: boolean): Command =>
  about(`react(${device}, ${back}, ${isOn ? '' : 'not '}${emoji})`, device, back, async (model, stage, message, by) => {
    const { addReaction, removeReaction } = stage.life(by).mailbox;
    await change(stage, model, message, {
      by,
      refusal: model.whyNotReact(personOf(by), message, emoji, isOn),
      call: (isOn ? addReaction : removeReaction)(peerIn(message, personOf(by)), messageId(message), emoji),
      apply: () => model.react(personOf(by), message, emoji, isOn),
    });
  });

/** The other person of a message; for somebody who is none of the two, one of them. */
const peerIn = ({ sender, recipient }: Message, person: string): string => (person === sender ? recipient : sender);

const read = (device: string, back: number): Command =>
  about(`read(${device}, ${back})`, device, back, async (model, stage, message) => {
    const person = personOf(device);
    if (![message.sender, message.recipient].includes(person)) return;
    const peer = peerIn(message, person);
    stage.life(device).mailbox.markRead(peer, message.seq);
    await stage.pass(TELLING);
    model.read(person, peer, message.seq);
  });

const setBlocked = (device: string, other: string, wanted: boolean): Command =>
  command(
    `${wanted ? 'block' : 'unblock'}(${device}, ${other})`,
    (model) => isSignedIn(model, device) && personOf(device) !== other,
    async (model, { until, life }) => {
      const parameters = { username: other };
      const { session } = life(device);
      // Whoever does not hear that it was done does it again.
      for (let done = false; !done;)
        done = await until(session.call(wanted ? block : unblock, { parameters })).then(
          () => true,
          () => false,
        );
      if (wanted) model.block(personOf(device), other);
      else model.unblock(personOf(device), other);
    },
  );

const open = (device: string, peer: string): Command =>
  command(
    `open(${device}, ${peer})`,
    (model) => isSignedIn(model, device),
    (_, { until, life }) => until(life(device).mailbox.open(peer)),
  );

const signOut = (device: string, everywhere: boolean): Command =>
  command(
    `signOut(${device}${everywhere ? ', everywhere' : ''})`,
    (model) => isSignedIn(model, device),
    async (model, stage) => {
      await stage.until(stage.device(device).signOut(everywhere));
      for (const each of DEVICES)
        if (each === device || (everywhere && personOf(each) === personOf(device))) model.signedIn.delete(each);
      // The others find it out by themselves.
      await stage.pass(REST);
    },
  );

const signIn = (device: string): Command =>
  command(
    `signIn(${device})`,
    (model) => !isSignedIn(model, device),
    async (model, stage) => {
      await stage.until(stage.device(device).start());
      model.signedIn.add(device);
    },
  );

const reload = (device: string): Command =>
  command(
    `reload(${device})`,
    (model) => isSignedIn(model, device),
    async (_, stage) => {
      stage.device(device).end();
      await stage.until(stage.device(device).start());
    },
  );

/** Its socket drops, with its network or without. */
const reconnect = (device: string, withNetwork: boolean): Command =>
  command(
    `${withNetwork ? 'loseNetwork' : 'dropSocket'}(${device})`,
    (model) => isSignedIn(model, device),
    async (_, stage) => {
      if (withNetwork) stage.device(device).lose(true);
      stage.center.cutOff(stage.device(device), false);
      if (!withNetwork) return;
      await stage.pass(TELLING);
      stage.device(device).wake();
      // Until it is back: of two handshakes that fail in a row for different reasons, the client learns of one only.
      await stage.pass(TELLING);
    },
  );

const kill = (kind: 'consumer' | 'function', steps: number): Command =>
  command(
    `kill(${kind}, ${steps})`,
    () => true,
    async (_, { dooms }) => void dooms.set(kind, steps),
  );

const wait = (milliseconds: number): Command =>
  command(
    `wait(${milliseconds})`,
    () => true,
    (_, { pass }) => pass(milliseconds),
  );

const rest = command(
  'rest',
  () => true,
  async (model, stage) => {
    stage.dooms.clear();
    await stage.pass(REST);
    await expectAsModelled(model, stage);
  },
);

const anyCommand: readonly fc.Arbitrary<Command>[] = [
  fc.tuple(anyDevice, anyPerson, fc.option(fc.nat({ max: 2 }), { nil: undefined })).map((given) => send(...given)),
  fc.tuple(anyDevice, anyPerson).map((given) => send(...given, undefined)),
  fc.tuple(anyMessage, fc.boolean()).map((given) => repeat(...given)),
  fc.tuple(mostlyItsSender, anyMessage, fc.boolean()).map((given) => edit(...given)),
  fc.tuple(mostlyItsSender, anyMessage).map((given) => remove(...given)),
  fc.tuple(anyDevice, anyMessage, anyEmoji, fc.boolean()).map((given) => react(...given)),
  fc.tuple(anyDevice, anyMessage).map((given) => read(...given)),
  fc.tuple(anyDevice, anyPerson, fc.boolean()).map((given) => setBlocked(...given)),
  anyDevice.map(tryAgain),
  fc.tuple(anyDevice, anyPerson).map((given) => open(...given)),
  fc.tuple(anyDevice, fc.boolean()).map((given) => signOut(...given)),
  anyDevice.map(signIn),
  anyDevice.map(reload),
  fc.tuple(anyDevice, fc.boolean()).map((given) => reconnect(...given)),
  fc.tuple(fc.constantFrom('consumer', 'function'), anyStep).map((given) => kill(...given)),
  fc.constantFrom(100, 2_000, 70_000).map(wait),
  fc.constant(rest),
];

/** @param replayPath as a failing run prints it */
export const histories = (replayPath: string | undefined): fc.Arbitrary<Iterable<Command>> =>
  fc.commands([...anyCommand], { maxCommands: 40, size: 'max', ...(replayPath !== undefined && { replayPath }) });
