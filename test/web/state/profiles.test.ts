/** How profiles are looked up and remembered. */
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createProfiles, displayNameOf } from '#web/src/state/profiles.ts';
import { fakeSession, person, refusal } from '../fake-session.ts';

describe('the profiles', () => {
  it('are looked up once each, and at most four at a time', async () => {
    const release: (() => void)[] = [];
    const session = fakeSession({
      getUser: ({ parameters }) =>
        new Promise((resolve) => release.push(() => resolve(person(String(parameters?.['username']), 'Somebody')))),
    });
    const profiles = createProfiles(session);

    for (let round = 0; round < 2; round++)
      for (let index = 0; index < 6; index++) profiles.ensureFresh(`person-${index}`, 60_000);
    expect(session.calls).toHaveLength(4);
    while (release.length > 0) {
      release.shift()?.();
      await new Promise((resolve) => setTimeout(resolve));
    }

    expect(session.calls).toHaveLength(6);
    expect(displayNameOf('person-5', profiles.getSnapshot().get('person-5'))).toBe('Somebody');
  });

  it('tell deleted accounts from failed look-ups, and retry those', async () => {
    let answer: Error = new Error('No network.');
    const session = fakeSession({ getUser: () => Promise.reject(answer) });
    const profiles = createProfiles(session);
    profiles.ensureFresh('bob', 60_000);
    await new Promise((resolve) => setTimeout(resolve));
    expect(displayNameOf('bob', profiles.getSnapshot().get('bob'))).toBe('bob');

    answer = refusal(404, 'not-found');
    profiles.ensureFresh('bob', 60_000);
    await new Promise((resolve) => setTimeout(resolve));

    expect(displayNameOf('bob', profiles.getSnapshot().get('bob'))).toBe('Deleted user');
  });

  it('are looked up again also after the clock was set back', () => {
    const session = fakeSession({ getUser: () => person('bob', 'Bob') });
    const profiles = createProfiles(session);
    profiles.ensureFresh('bob', 60_000);
    const clock = vi.spyOn(Date, 'now').mockReturnValue(Date.now() - 24 * 60 * 60_000);
    onTestFinished(() => clock.mockRestore());

    profiles.ensureFresh('bob', 60_000);

    expect(session.calls).toHaveLength(2);
  });
});
