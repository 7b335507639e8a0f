/** Changes the language of the page, on the screens before the settings can be reached. */
import { languageNames, readLanguageSetting, switchLanguage } from '../state/language.ts';
import { settings } from '../words/settings.ts';
import { Select } from './select.tsx';

export const LanguageChoice = () => (
  <Select
    label={settings.language}
    hidesLabel
    options={languageNames}
    value={readLanguageSetting().language}
    onChange={switchLanguage}
  />
);
