/** The commands that send, change and read messages, each with what must hold right after it. */

import { expect } from 'vitest';
import { ApiProblem, isRefusal, isTransient, NetworkError } from '#client/problem.ts';
import { messageId } from '#contract/message-id.ts';
import type { RefusalCode } from '#contract/refusal.ts';
import { getConversation } from '#contract/routes/conversations.ts';
import { sendMessage } from '#contract/routes/messages.ts';
import { ANNOUNCING_MS, anyDeviceOf, command, type Command, commandOn, isSignedIn, messageAt } from './command.ts';
import type { Conversations, Message, Refused } from './conversations.ts';
import { personOf, type Stage } from './stage.ts';

/** Waits until a device's messages to somebody are sent or refused. */
async function untilSettled({ pass, life }: Stage, device: string, peer: string): Promise<void> {
  const isWaiting = (): boolean =>
    (life(device).mailbox.state.conversations[peer]?.rows ?? []).some(({ state }) => state === 'pending');
  for (let i = 0; i < 1_000 && isWaiting(); i++) await pass(50);
  expect(isWaiting()).toBe(false);
}

export const send = (device: string, peer: string, answer: number | undefined): Command =>
  command(
    `send(${device}, ${peer}${answer === undefined ? '' : `, ${answer}`})`,
    (model) => isSignedIn(model, device),
    async (model, stage) => {
      const person = personOf(device);
      const answers = answer === undefined ? undefined : model.between(person, peer).at(-1 - answer);
      const message: Refused = { peer, text: model.newText(person, peer), answers };
      stage.life(device).mailbox.sendMessage(peer, message.text, { replyTo: answers && messageId(answers) });
      await untilSettled(stage, device, peer);
      noteOutcome(model, device, message);
    },
  );

/** Notes in the model what became of a message: sent, or refused because of a block. */
function noteOutcome(model: Conversations, device: string, message: Refused): void {
  if (model.blocks(message.peer, personOf(device)))
    model.refused.set(device, [...(model.refused.get(device) ?? []), message]);
  else model.send(personOf(device), message);
}

/** Retries refused messages, in their order. */
export const retry = (device: string): Command =>
  command(
    `retry(${device})`,
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
        await untilSettled(stage, device, message.peer);
        noteOutcome(model, device, message);
      }
    },
  );

/** Repeats the request that sent a message, with its text or with another one. */
export const repeat = (back: number, otherText: boolean): Command =>
  command(
    `repeat(${back}${otherText ? ', with another text' : ''})`,
    (model) => anyDeviceOf(model, messageAt(model, back)?.sender) !== undefined,
    async (model, { until, life, requests }) => {
      const message = messageAt(model, back);
      const device = anyDeviceOf(model, message?.sender);
      const request = requests.get(message?.texts[0] ?? '');
      if (!message || device === undefined || !request) throw new Error('There is no request to repeat.');
      const body = otherText ? { ...request, body: `${request.body} again` } : request;
      const ask = (): Promise<unknown> =>
        until(life(device).session.call(sendMessage, { body })).catch((thrown: unknown) => thrown);
      const answered = await ask();
      const answer = isFailure(answered) ? await ask() : answered;
      // The text of a deleted message is not known any more, so any text gets the placeholder.
      if (otherText && !message.deleted) expect(isRefusal(answer, 'client-id-taken')).toBe(true);
      else expect(answer).toMatchObject({ id: messageId(message), body: message.text });
    },
  );

/** True if it is unknown whether a request was carried out. */
const isFailure = (thrown: unknown): boolean =>
  (thrown instanceof ApiProblem || thrown instanceof NetworkError) && isTransient(thrown);

/**
 * Changes a message. If the function was killed, only the log tells whether the change was made.
 * @param act.refusal the expected refusal; undefined if the change is allowed
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

export const edit = (device: string | undefined, back: number, toTheSame: boolean): Command =>
  commandOn(
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

export const remove = (device: string | undefined, back: number): Command =>
  commandOn(`remove(${device ?? 'its sender'}, ${back})`, device, back, async (model, stage, message, by) => {
    await change(stage, model, message, {
      by,
      refusal: model.whyNotDelete(personOf(by), message),
      call: stage.life(by).mailbox.deleteMessage(peerIn(message, personOf(by)), messageId(message)),
      apply: () => model.delete(message),
    });
  });

export const react = (device: string, back: number, emoji: string, isOn: boolean): Command =>
  commandOn(
    `react(${device}, ${back}, ${isOn ? '' : 'not '}${emoji})`,
    device,
    back,
    async (model, stage, message, by) => {
      const { addReaction, removeReaction } = stage.life(by).mailbox;
      await change(stage, model, message, {
        by,
        refusal: model.whyNotReact(personOf(by), message, emoji, isOn),
        call: (isOn ? addReaction : removeReaction)(peerIn(message, personOf(by)), messageId(message), emoji),
        apply: () => model.react(personOf(by), message, emoji, isOn),
      });
    },
  );

/** Returns the other person of a message; for an outsider, one of the two. */
const peerIn = ({ sender, recipient }: Message, person: string): string => (person === sender ? recipient : sender);

export const read = (device: string, back: number): Command =>
  commandOn(`read(${device}, ${back})`, device, back, async (model, stage, message) => {
    const person = personOf(device);
    if (![message.sender, message.recipient].includes(person)) return;
    const peer = peerIn(message, person);
    stage.life(device).mailbox.markRead(peer, message.seq);
    await stage.pass(ANNOUNCING_MS);
    model.read(person, peer, message.seq);
  });
