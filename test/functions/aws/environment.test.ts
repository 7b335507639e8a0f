/** A missing environment variable fails at start, by name. */

import { afterEach, describe, expect, it, vi } from 'vitest';
import { defaultProvider } from '#functions/aws/credentials.ts';
import { requireEnv } from '#functions/aws/environment.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('an environment variable', () => {
  it('that is set returns its value', () => {
    vi.stubEnv('THINGS_TABLE', 'things');

    expect(requireEnv('THINGS_TABLE')).toBe('things');
  });

  it.each([undefined, ''])('that is missing (%j) fails by name', (value) => {
    vi.stubEnv('THINGS_TABLE', value);

    expect(() => requireEnv('THINGS_TABLE')).toThrow('THINGS_TABLE');
  });

  it('that a function needs fails at its start, not at its first request', async () => {
    vi.stubEnv('CONNECTIONS_TABLE', undefined);

    await expect(import('#functions/socket/connect.ts')).rejects.toThrow('CONNECTIONS_TABLE');
  });
});

describe('the credentials of a function', () => {
  it('are read from the environment whenever they are requested', async () => {
    const provide = defaultProvider();
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'an-id');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'a-secret');
    vi.stubEnv('AWS_SESSION_TOKEN', 'a-token');

    expect(await provide()).toEqual({ accessKeyId: 'an-id', secretAccessKey: 'a-secret', sessionToken: 'a-token' });
  });
});
