/** The keys that work everywhere in the messenger. They act by this table, and the list of keys shows it. */
import { isCommand, isCommandSlash, isPlain, isWithAlt, isWithAltAndShift } from './keys.ts';

/** Names on keys that are pressed together; several: any of them. `Mod` is Ctrl, or ⌘ on a Mac. */
export type Keys = readonly (readonly string[])[];

type Command = 'find' | 'list-keys' | 'previous' | 'next' | 'previous-unread' | 'next-unread' | 'close' | 'undo';

interface GlobalShortcut {
  /** What it does: the list of keys has its words. */
  readonly id: 'find' | 'step' | 'step-unread' | 'close' | 'undo' | 'list-keys';
  readonly keys: Keys;
  /** Returns what a key press asks for; undefined: something else. */
  readonly commandOf: (press: KeyboardEvent) => Command | undefined;
}

const STEPS: Readonly<Record<string, 'previous' | 'next'>> = { ArrowUp: 'previous', ArrowDown: 'next' };

export const ANYWHERE: readonly GlobalShortcut[] = [
  {
    id: 'find',
    keys: [['Mod', 'K']],
    commandOf: (press) => (isCommand(press, 'k') ? 'find' : undefined),
  },
  {
    id: 'step',
    keys: [
      ['Alt', '↑'],
      ['Alt', '↓'],
    ],
    commandOf: (press) => (isWithAlt(press) ? STEPS[press.key] : undefined),
  },
  {
    id: 'step-unread',
    keys: [
      ['Alt', 'Shift', '↑'],
      ['Alt', 'Shift', '↓'],
    ],
    commandOf(press) {
      const step = isWithAltAndShift(press) ? STEPS[press.key] : undefined;
      return step && `${step}-unread`;
    },
  },
  {
    id: 'close',
    keys: [['Esc']],
    commandOf: (press) => (isPlain(press) && press.key === 'Escape' ? 'close' : undefined),
  },
  {
    id: 'undo',
    keys: [['Mod', 'Z']],
    commandOf: (press) => (isCommand(press, 'z') ? 'undo' : undefined),
  },
  {
    id: 'list-keys',
    keys: [['Mod', '/']],
    commandOf: (press) => (isCommandSlash(press) ? 'list-keys' : undefined),
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
