import { afterEach, describe, expect, it, vi } from 'vitest';
import { defaultProvider } from '#functions/aws/credentials.ts';
import { requireEnv } from '#functions/aws/environment.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('a variable of the environment', () => {
  it('that is set is its value', () => {
    vi.stubEnv('THINGS_TABLE', 'things');

    expect(requireEnv('THINGS_TABLE')).toBe('things');
  });

  it.each([undefined, ''])('that is missing (%j) fails by name', (value) => {
    vi.stubEnv('THINGS_TABLE', value);

    expect(() => requireEnv('THINGS_TABLE')).toThrow('THINGS_TABLE');
  });

  it('that a function needs fails when the function starts, and not at its first request', async () => {
    vi.stubEnv('CONNECTIONS_TABLE', undefined);

    await expect(import('#functions/socket/connect.ts')).rejects.toThrow('CONNECTIONS_TABLE');
  });
});

describe('the credentials of a function', () => {
  it('are those Lambda put into its environment, as they are when they are asked for', async () => {
    const provide = defaultProvider();
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'an-id');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'a-secret');
    vi.stubEnv('AWS_SESSION_TOKEN', 'a-token');

    expect(await provide()).toEqual({ accessKeyId: 'an-id', secretAccessKey: 'a-secret', sessionToken: 'a-token' });
  });
});
