/** How the page looks on this device: its colors, the size of its text, and how close its rows stand. */
import { deviceStorage } from '../browser/storage.ts';
import { createStore, useStore } from './store.ts';

export type Theme = 'system' | 'light' | 'dark';
export type TextSize = 'small' | 'normal' | 'large' | 'larger';

export type Density = 'comfortable' | 'compact';

export interface Appearance {
  readonly theme: Theme;
  readonly textSize: TextSize;
  readonly density: Density;
}

const THEME_KEY = 'theme';
const TEXT_SIZE_KEY = 'text-size';
const DENSITY_KEY = 'density';

/** Of the size that the browser is set to. Every length of the page follows it. */
const PERCENT: Readonly<Record<TextSize, number>> = { small: 90, normal: 100, large: 115, larger: 130 };

const THEMES: readonly string[] = ['light', 'dark'] satisfies Theme[];

const appearance = createStore<Appearance>(read());

function read(): Appearance {
  const theme = deviceStorage.read(THEME_KEY) ?? '';
  const textSize = deviceStorage.read(TEXT_SIZE_KEY) ?? '';
  return {
    theme: THEMES.includes(theme) ? (theme as Theme) : 'system',
    textSize: Object.hasOwn(PERCENT, textSize) ? (textSize as TextSize) : 'normal',
    density: deviceStorage.read(DENSITY_KEY) === 'compact' ? 'compact' : 'comfortable',
  };
}

/** Shows the page as it was set on this device. */
export function applyAppearance(): void {
  const { theme, textSize, density } = appearance.getSnapshot();
  const root = document.documentElement;
  if (theme === 'system') delete root.dataset['theme'];
  else root.dataset['theme'] = theme;
  if (density === 'compact') root.dataset['density'] = density;
  else delete root.dataset['density'];
  root.style.fontSize = textSize === 'normal' ? '' : `${PERCENT[textSize]}%`;
}

export function setAppearance(change: Partial<Appearance>): void {
  appearance.update((before) => ({ ...before, ...change }));
  const { theme, textSize, density } = appearance.getSnapshot();
  deviceStorage.write(THEME_KEY, theme);
  deviceStorage.write(TEXT_SIZE_KEY, textSize);
  deviceStorage.write(DENSITY_KEY, density);
  applyAppearance();
}

export const useAppearance = (): Appearance => useStore(appearance, (state) => state);
