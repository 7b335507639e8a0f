/** The error of an option that cannot work, so that a program can say which of its own settings to change. */
export class OptionError extends Error {
  override readonly name = 'OptionError';
  /** The option of `startCloud` to change. */
  readonly option: 'dataDir' | 'acceptLoss' | 'port';

  /** @param message what is wrong, in one line for a person */
  constructor(option: OptionError['option'], message: string, cause?: unknown) {
    super(message, { cause });
    this.option = option;
  }
}
