/** What a command that was run answered. */
export interface Result {
  readonly succeeded: boolean;
  readonly stdout: string;
  readonly stderr: string;
}
