/** A short tone, made by the browser itself: there is no file to load. */

/** Where the browser lets no page sound yet, it waits for a click. A tone that comes late is none. */
const PATIENCE_MS = 300;
const LENGTH_SECONDS = 0.35;
const VOLUME = 0.12;
/** Two notes, in hertz. */
const NOTES = [660, 880];

let context: AudioContext | undefined;

export async function playTone(): Promise<void> {
  context ??= new AudioContext();
  const { currentTime, destination } = context;
  const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
  if (context.state !== 'running') await Promise.race([context.resume(), patience]);
  if (context.state !== 'running') return;
  for (const [i, frequency] of NOTES.entries()) {
    const start = currentTime + (i * LENGTH_SECONDS) / 3;
    const gain = new GainNode(context, { gain: VOLUME });
    gain.gain.exponentialRampToValueAtTime(0.001, start + LENGTH_SECONDS);
    gain.connect(destination);
    const note = new OscillatorNode(context, { frequency });
    note.connect(gain);
    note.start(start);
    note.stop(start + LENGTH_SECONDS);
  }
}
