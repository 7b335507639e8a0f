/** A cloud that follows its sources. */
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createLiveCloud } from '#start/live-cloud.ts';

/** Sources are a name here, and an assembly is the name of what it was built from. */
function live({ sources = 'first' } = {}) {
  const builds: string[] = [];
  const running: string[] = ['first'];
  const lines: string[] = [];
  const failures: unknown[] = [];
  const state = { sources, hold: Promise.resolve() };

  const cloudOf = (assembly: string) => ({
    close: async () => void running.splice(running.indexOf(assembly), 1),
  });
  const cloud = createLiveCloud({
    assembly: 'first',
    cloud: cloudOf('first'),
    build: async (signal) => {
      builds.push(state.sources);
      const built = state.sources;
      await Promise.race([state.hold, new Promise((resolve) => signal.addEventListener('abort', resolve))]);
      if (signal.aborted) throw new Error('ended early');
      if (built.startsWith('broken')) throw new Error(`${built} sources`);
      return built;
    },
    start: async (assembly) => {
      if (running.length > 0) throw new Error('The data is in use.');
      if (assembly.startsWith('unknown')) throw new Error(`There is an ${assembly} resource.`);
      running.push(assembly);
      return cloudOf(assembly);
    },
    log: (line) => lines.push(String(line)),
    fail: (error) => failures.push(error),
  });
  onTestFinished(async () => {
    await cloud.close();
    expect(failures).toEqual([]);
  });

  return {
    state,
    builds,
    running,
    lines,
    cloud,
    save(name: string, source = 'functions') {
      state.sources = name;
      cloud.saved(source);
    },
    saying: (line: string | RegExp) => vi.waitFor(() => expect(lines.at(-1)).toMatch(line), 60_000),
  };
}

describe('A cloud that follows its sources', () => {
  it('is replaced after a save', async () => {
    const { save, running, saying } = live();

    save('second');

    await saying(/^functions changed: rebuilt in \d+\.\d s, cloud restarted\.$/);
    expect(running).toEqual(['second']);
  });

  it('is built once for files that are saved together', async () => {
    const { save, builds, saying } = live();

    save('half', 'functions');
    save('second', 'contract');

    await saying(/^contract, functions changed: rebuilt/);
    expect(builds).toEqual(['second']);
  });

  it('is built again when a file is saved during a build', async () => {
    const { save, builds, running, state, saying } = live();
    state.hold = new Promise(() => {});
    save('half', 'functions');
    await vi.waitFor(() => expect(builds).toEqual(['half']), 60_000);
    state.hold = Promise.resolve();

    save('second', 'lib');

    await saying(/^functions, lib changed: rebuilt/);
    expect(builds).toEqual(['half', 'second']);
    expect(running).toEqual(['second']);
  });

  it('goes on when a build fails, until one succeeds', async () => {
    const { save, running, lines, saying } = live();

    save('broken');

    await saying(/^functions changed: not rebuilt/);
    expect(lines).toContain('broken sources');
    expect(running).toEqual(['first']);
    save('second');
    await saying(/cloud restarted/);
    expect(running).toEqual(['second']);
  });

  it('goes on as it was when the new one does not start', async () => {
    const { save, running, lines, saying } = live();

    save('unknown');

    await saying(/the one before runs again/);
    expect(lines).toContain('There is an unknown resource.');
    expect(running).toEqual(['first']);
  });

  it('is not restarted when what was saved changes nothing', async () => {
    const { save, running, saying } = live();

    save('first');

    await saying('functions changed: nothing to replace.');
    expect(running).toEqual(['first']);
  });

  it('ends a build under way when it is closed', async () => {
    const { save, builds, running, state, cloud, lines } = live();
    state.hold = new Promise(() => {});
    save('second');
    await vi.waitFor(() => expect(builds).toEqual(['second']), 60_000);

    await cloud.close();

    expect(running).toEqual([]);
    expect(lines).toEqual(['functions changed: rebuilding …']);
  });
});
