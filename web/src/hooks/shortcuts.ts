/** The keys that work everywhere in the messenger. They act by this table, and the list of keys shows it. */
import { isCommand, isCommandSign, isPlain, isWithAlt } from './keys.ts';

export interface Shortcut {
  /** Names on keys that are pressed together; several: any of them. `Mod` is Ctrl, or ⌘ on a Mac. */
  readonly keys: readonly (readonly string[])[];
  readonly label: string;
}

type Command = 'find' | 'list-keys' | 'previous' | 'next' | 'close' | 'undo';

interface GlobalShortcut extends Shortcut {
  /** Returns what a key press asks for; undefined: something else. */
  readonly commandOf: (press: KeyboardEvent) => Command | undefined;
}

const STEPS: Readonly<Record<string, Command>> = { ArrowUp: 'previous', ArrowDown: 'next' };

export const ANYWHERE: readonly GlobalShortcut[] = [
  {
    keys: [['Mod', 'K']],
    label: 'Find a conversation, a person or a text',
    commandOf: (press) => (isCommand(press, 'k') ? 'find' : undefined),
  },
  {
    keys: [
      ['Alt', '↑'],
      ['Alt', '↓'],
    ],
    label: 'Previous or next conversation',
    commandOf: (press) => (isWithAlt(press) ? STEPS[press.key] : undefined),
  },
  {
    keys: [['Esc']],
    label: 'Close what is open',
    commandOf: (press) => (isPlain(press) && press.key === 'Escape' ? 'close' : undefined),
  },
  {
    keys: [['Mod', 'Z']],
    label: 'Undo what a note offers to undo',
    commandOf: (press) => (isCommand(press, 'z') ? 'undo' : undefined),
  },
  {
    keys: [['Mod', '/']],
    label: 'This list of keys',
    commandOf: (press) => (isCommandSign(press, '/') ? 'list-keys' : undefined),
  },
];

/** Returns what a key press asks of the whole page; undefined: nothing. */
export function commandOf(press: KeyboardEvent): Command | undefined {
  for (const shortcut of ANYWHERE) {
    const command = shortcut.commandOf(press);
    if (command) return command;
  }
  return undefined;
}

const ON_A_MAC: Readonly<Record<string, string>> = { Mod: '⌘', Alt: '⌥' };
const ELSEWHERE: Readonly<Record<string, string>> = { Mod: 'Ctrl' };

/** Returns what stands on a key of this machine. */
export const keyLabel = (name: string): string =>
  (/Mac|iP/.test(navigator.platform) ? ON_A_MAC : ELSEWHERE)[name] ?? name;
