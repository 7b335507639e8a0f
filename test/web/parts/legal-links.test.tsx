/** Links to what the operator says of the service. */
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LegalLinks } from '#web/src/parts/legal-links.tsx';
import { readConfig } from '#web/src/state/config.ts';

const deployed = async (config: object): Promise<void> => {
  vi.stubGlobal('fetch', async () => Response.json({ apiUrl: '/api', webSocketUrl: 'wss://here', ...config }));
  await readConfig();
  cleanup();
  render(<LegalLinks />);
};

beforeEach(() => localStorage.clear());
afterEach(() => vi.unstubAllGlobals());

it('shows those that are set, in new windows, and nothing where none is', async () => {
  await deployed({ termsUrl: 'https://example.com/terms', imprintUrl: 'https://example.com/#imprint' });

  const links = screen.getAllByRole<HTMLAnchorElement>('link');
  expect(links.map(({ textContent, href, target }) => [textContent, href, target])).toEqual([
    ['Terms', 'https://example.com/terms', '_blank'],
    ['Imprint', 'https://example.com/#imprint', '_blank'],
  ]);

  await deployed({});
  expect(screen.queryByRole('list')).toBeNull();
});
