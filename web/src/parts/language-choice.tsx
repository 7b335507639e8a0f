/** Changes the language of the page, on the screens before the auth can be reached. */
import { languageNames, readLanguageSetting, switchLanguage } from '../state/language.ts';
import { auth } from '../words/auth.ts';
import { Select } from './select.tsx';

export const LanguageChoice = () => (
  <Select
    label={auth.language}
    hidesLabel
    options={languageNames}
    value={readLanguageSetting().language}
    onChange={switchLanguage}
  />
);
