/**
 * The model: conversations as people understand them, without tables, streams, sockets and clients. Who wrote what,
 * what became of it, who has read how far, and who may not write to whom.
 */

import type { RefusalCode } from '#contract/refusal.ts';

export interface Message {
  readonly conversation: string;
  readonly seq: number;
  readonly sender: string;
  readonly recipient: string;
  readonly answers: Message | undefined;
  text: string;
  /** All texts that it has had, in order. */
  readonly texts: string[];
  edited: boolean;
  deleted: boolean;
  /** Person and emoji, as in `bob 👍`. */
  readonly reactions: Set<string>;
}

/** A refused message. It waits on the device that it was written on. */
export interface Refused {
  readonly peer: string;
  readonly text: string;
  readonly answers: Message | undefined;
}

export class Conversations {
  readonly messages: Message[] = [];
  /** Devices on which somebody is signed in. */
  readonly signedIn: Set<string>;
  readonly refused = new Map<string, readonly Refused[]>();
  readonly #ends = new Map<string, number>();
  readonly #read = new Map<string, number>();
  /** By who blocks whom, as in `alice bob`: how far Bob sees that Alice has read, which is how far she had by then. */
  readonly #blocks = new Map<string, number>();
  #texts = 0;

  constructor(devices: readonly string[]) {
    this.signedIn = new Set(devices);
  }

  /** Returns a text that is unique and names its conversation. */
  newText(one: string, other: string): string {
    return `${nameOf(one, other)} says ${++this.#texts}`;
  }

  send(sender: string, { peer, text, answers }: Refused): void {
    const conversation = nameOf(sender, peer);
    const seq = this.#append(conversation);
    this.messages.push({
      conversation,
      seq,
      sender,
      recipient: peer,
      answers,
      text,
      texts: [text],
      edited: false,
      deleted: false,
      reactions: new Set(),
    });
  }

  /** @returns the expected refusal; undefined if it is allowed */
  whyNotEdit(person: string, message: Message, text: string): RefusalCode | undefined {
    return (
      this.#whyNotChange(person, message) ??
      (message.deleted
        ? 'deleted'
        : text !== message.text && this.#isKeptOut(person, message)
          ? 'not-accepting'
          : undefined)
    );
  }

  edit(message: Message, text: string): void {
    if (text === message.text) return;
    this.#append(message.conversation);
    Object.assign(message, { text, edited: true });
    message.texts.push(text);
  }

  whyNotDelete(person: string, message: Message): RefusalCode | undefined {
    return this.#whyNotChange(person, message);
  }

  delete(message: Message): void {
    if (message.deleted) return;
    this.#append(message.conversation);
    Object.assign(message, { text: '', edited: false, deleted: true });
    message.reactions.clear();
  }

  whyNotReact(person: string, message: Message, emoji: string, on: boolean): RefusalCode | undefined {
    if (!isBetween(message.conversation, person)) return 'not-found';
    if (message.deleted) return 'deleted';
    return on && !message.reactions.has(`${person} ${emoji}`) && this.#isKeptOut(person, message)
      ? 'not-accepting'
      : undefined;
  }

  react(person: string, message: Message, emoji: string, on: boolean): void {
    const reaction = `${person} ${emoji}`;
    if (message.reactions.has(reaction) === on) return;
    this.#append(message.conversation);
    if (on) message.reactions.add(reaction);
    else message.reactions.delete(reaction);
  }

  read(person: string, peer: string, seq: number): void {
    this.#read.set(`${person} ${peer}`, Math.max(seq, this.readSeq(person, peer)));
  }

  block(person: string, other: string): void {
    if (!this.blocks(person, other)) this.#blocks.set(`${person} ${other}`, this.readSeq(person, other));
  }

  unblock(person: string, other: string): void {
    this.#blocks.delete(`${person} ${other}`);
  }

  blocks(person: string, other: string): boolean {
    return this.#blocks.has(`${person} ${other}`);
  }

  between(one: string, other: string): readonly Message[] {
    return this.messages.filter(({ conversation }) => conversation === nameOf(one, other));
  }

  /** Returns the number of entries in a conversation: messages, and changes to them. */
  end(one: string, other: string): number {
    return this.#ends.get(nameOf(one, other)) ?? 0;
  }

  readSeq(person: string, peer: string): number {
    return this.#read.get(`${person} ${peer}`) ?? 0;
  }

  /** Returns how far a person sees that their peer has read. */
  readSeqShownTo(person: string, peer: string): number {
    return this.#blocks.get(`${peer} ${person}`) ?? this.readSeq(peer, person);
  }

  unread(person: string, peer: string): number {
    if (person === peer) return 0;
    return this.between(person, peer).filter(({ sender, seq }) => sender === peer && seq > this.readSeq(person, peer))
      .length;
  }

  #append(conversation: string): number {
    const seq = (this.#ends.get(conversation) ?? 0) + 1;
    this.#ends.set(conversation, seq);
    return seq;
  }

  #whyNotChange(person: string, { conversation, sender }: Message): RefusalCode | undefined {
    return isBetween(conversation, person) ? (sender === person ? undefined : 'not-yours') : 'not-found';
  }

  #isKeptOut(person: string, { sender, recipient }: Message): boolean {
    return this.blocks(sender === person ? recipient : sender, person);
  }
}

const nameOf = (one: string, other: string): string => [one, other].sort().join('~');

const isBetween = (conversation: string, person: string): boolean => conversation.split('~').includes(person);
