/** How the page looks on this device. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { applyAppearance, setAppearance } from '#web/src/state/appearance.ts';

const root = document.documentElement;

describe('the appearance', () => {
  beforeEach(() => setAppearance({ theme: 'system', textSize: 'normal', density: 'comfortable' }));

  it('is that of the device until it is set, and kept', async () => {
    expect(root.dataset['theme']).toBeUndefined();
    expect(root.style.fontSize).toBe('');
    expect(root.dataset['density']).toBeUndefined();

    setAppearance({ theme: 'dark', textSize: 'larger', density: 'compact' });
    expect(root.dataset['theme']).toBe('dark');
    expect(root.style.fontSize).toBe('130%');
    expect(root.dataset['density']).toBe('compact');

    delete root.dataset['theme'];
    delete root.dataset['density'];
    vi.resetModules();
    (await import('#web/src/state/appearance.ts')).applyAppearance();
    expect(root.dataset['theme']).toBe('dark');
    expect(root.dataset['density']).toBe('compact');
  });

  it('that no version knows is that of the device', async () => {
    localStorage.setItem('theme', 'sepia');
    localStorage.setItem('text-size', 'constructor');
    localStorage.setItem('density', 'airtight');
    vi.resetModules();
    (await import('#web/src/state/appearance.ts')).applyAppearance();

    expect(root.dataset['theme']).toBeUndefined();
    expect(root.dataset['density']).toBeUndefined();
    expect(root.style.fontSize).toBe('');
    applyAppearance();
  });
});
