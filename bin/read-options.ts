/**
 * Reads the options of a command. `--help` prints how the command is used, and ends it; an option that it does not take
 * ends it with one line.
 */
import { type ParseArgsConfig, parseArgs } from 'node:util';

type Options = NonNullable<ParseArgsConfig['options']>;

interface Command<Taken extends Options> {
  /** What people type: `npm run bench`. */
  readonly command: string;
  /** What `--help` prints. */
  readonly usage: string;
  readonly options: Taken;
  /** Whether it takes words that are no options. */
  readonly takesWords?: boolean;
}

/** Returns the values by option, and the words that are no options. */
export function readOptions<const Taken extends Options>({ command, usage, options, takesWords }: Command<Taken>) {
  const help = { type: 'boolean', short: 'h' } as const;
  try {
    const parsed = parseArgs({ options: { ...options, help }, allowPositionals: takesWords === true });
    if ((parsed.values as { readonly help?: boolean }).help !== true) return parsed;
    console.log(usage);
  } catch (error) {
    // Node adds advice about options that begin with a dash.
    const [said = ''] = (error as Error).message.split(/\. |\n/);
    refuse(`${said.replace(/\.$/, '')}. For what there is: ${command} -- --help`);
  }
  process.exit();
}

/** Ends the command with one line that says what is wrong with what was typed. */
export function refuse(line: string): never {
  console.error(line);
  process.exit(1);
}
