/** How the page looks on this device. */
import { Pane } from '../../parts/pane.tsx';
import { SegmentedControl } from '../../parts/segmented-control.tsx';
import { type Density, type TextSize, type Theme, setAppearance, useAppearance } from '../../state/appearance.ts';
import { languageNames, readLanguageSetting, switchLanguage } from '../../state/language.ts';
import { settings } from '../../words/settings.ts';
import pane from '../../parts/pane.module.css';

const themes = (): Readonly<Record<Theme, string>> => ({
  system: settings.asDevice,
  light: settings.light,
  dark: settings.dark,
});
const textSizes = (): Readonly<Record<TextSize, string>> => ({
  small: settings.small,
  normal: settings.normal,
  large: settings.large,
  larger: settings.larger,
});
const densities = (): Readonly<Record<Density, string>> => ({
  comfortable: settings.comfortable,
  compact: settings.compact,
});

export function AppearanceSettings() {
  const { theme, textSize, density } = useAppearance();
  return (
    <Pane title={settings.appearance} area="settings" lead={settings.onThisDeviceOnly}>
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
        <h2>{settings.colors}</h2>
        <SegmentedControl
          label={settings.colors}
          options={themes()}
          value={theme}
          onChange={(value) => setAppearance({ theme: value })}
        />
      </section>
      <section className={pane.section}>
        <h2>{settings.textSize}</h2>
        <SegmentedControl
          label={settings.textSize}
          options={textSizes()}
          value={textSize}
          onChange={(value) => setAppearance({ textSize: value })}
        />
      </section>
      <section className={pane.section}>
        <h2>{settings.density}</h2>
        <SegmentedControl
          label={settings.density}
          options={densities()}
          value={density}
          onChange={(value) => setAppearance({ density: value })}
        />
      </section>
    </Pane>
  );
}
