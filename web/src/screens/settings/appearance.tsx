/** How the page looks on this device. */
import { Pane } from '../../parts/pane.tsx';
import { SegmentedControl } from '../../parts/segmented-control.tsx';
import { type Density, type TextSize, type Theme, setAppearance, useAppearance } from '../../state/appearance.ts';
import { languageNames, readLanguageSetting, switchLanguage } from '../../state/language.ts';
import { settings } from '../../words/settings.ts';
import pane from '../../parts/pane.module.css';

const THEMES: Readonly<Record<Theme, string>> = { system: 'As the device', light: 'Light', dark: 'Dark' };
const TEXT_SIZES: Readonly<Record<TextSize, string>> = {
  small: 'Small',
  normal: 'Normal',
  large: 'Large',
  larger: 'Larger',
};
const DENSITIES: Readonly<Record<Density, string>> = { comfortable: 'Comfortable', compact: 'Compact' };

export function AppearanceSettings() {
  const { theme, textSize, density } = useAppearance();
  return (
    <Pane title="Appearance" area="settings" lead="On this device only.">
      <section className={pane.section}>
        <h2>{settings.language}</h2>
        <SegmentedControl
          label={settings.language}
          options={{ system: settings.asDevice, ...languageNames }}
          value={readLanguageSetting().choice}
          onChange={switchLanguage}
        />
      </section>
      <section className={pane.section}>
        <h2>Colors</h2>
        <SegmentedControl
          label="Colors"
          options={THEMES}
          value={theme}
          onChange={(value) => setAppearance({ theme: value })}
        />
      </section>
      <section className={pane.section}>
        <h2>Text size</h2>
        <SegmentedControl
          label="Text size"
          options={TEXT_SIZES}
          value={textSize}
          onChange={(value) => setAppearance({ textSize: value })}
        />
      </section>
      <section className={pane.section}>
        <h2>Density</h2>
        <SegmentedControl
          label="Density"
          options={DENSITIES}
          value={density}
          onChange={(value) => setAppearance({ density: value })}
        />
      </section>
    </Pane>
  );
}
