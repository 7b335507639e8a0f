/** Everything a person can set; loaded when it is first opened. */
import {
  BellIcon,
  BlockIcon,
  DevicesIcon,
  DownloadIcon,
  KeyIcon,
  NeedsIcon,
  PersonIcon,
  SettingsIcon,
  ShieldIcon,
  TrashIcon,
} from '../parts/icons.tsx';
import { LegalLinks } from '../parts/legal-links.tsx';
import { NotFound } from '../parts/not-found.tsx';
import { type Section, SectionList } from '../parts/section-list.tsx';
import { type SettingsSection, paths, selectionPath } from '../paths.ts';
import { AppearanceSettings } from './settings/appearance.tsx';
import { BlockedPeople } from './settings/blocked-people.tsx';
import { ChangePassword } from './settings/change-password.tsx';
import { DeleteAccount } from './settings/delete-account.tsx';
import { EditProfile } from './settings/edit-profile.tsx';
import { ExportData } from './settings/export-data.tsx';
import { NotificationSettings } from './settings/notifications.tsx';
import { Privacy } from './settings/privacy.tsx';
import { Sessions } from './settings/sessions.tsx';
import { ThankYous } from './settings/thank-yous.tsx';
import { TwoStep } from './settings/two-step.tsx';

const SECTIONS: Readonly<Record<SettingsSection, Section>> = {
  profile: {
    label: 'Profile',
    description: 'Your name, and what people read about you',
    icon: <PersonIcon />,
    Pane: EditProfile,
  },
  password: { label: 'Password', description: 'Choose a new one', icon: <KeyIcon />, Pane: ChangePassword },
  'two-step': {
    label: 'Two-step sign-in',
    description: 'A code besides your password',
    icon: <KeyIcon />,
    Pane: TwoStep,
  },
  privacy: {
    label: 'Privacy',
    description: 'What others learn of you',
    icon: <ShieldIcon />,
    Pane: Privacy,
  },
  appearance: {
    label: 'Appearance',
    description: 'Language, colors, text size, density',
    icon: <SettingsIcon />,
    Pane: AppearanceSettings,
  },
  notifications: {
    label: 'Notifications',
    description: 'What this device tells you',
    icon: <BellIcon />,
    Pane: NotificationSettings,
  },
  sessions: { label: 'Sessions', description: 'Where you’re signed in', icon: <DevicesIcon />, Pane: Sessions },
  'thank-yous': {
    label: 'Thank-yous',
    description: 'For what you helped with',
    icon: <NeedsIcon />,
    Pane: ThankYous,
  },
  blocked: {
    label: 'Blocked people',
    description: 'Who can’t message you',
    icon: <BlockIcon />,
    Pane: BlockedPeople,
  },
  export: { label: 'Your data', description: 'Download a copy', icon: <DownloadIcon />, Pane: ExportData },
  deletion: { label: 'Delete account', description: 'Permanently', icon: <TrashIcon />, Pane: DeleteAccount },
};

/** Shown beside the list until one is selected. */
const DEFAULT_SECTION = 'profile' satisfies SettingsSection;

interface SettingsProps {
  readonly section: string | undefined;
}

export function SettingsList({ section = DEFAULT_SECTION }: SettingsProps) {
  return (
    <>
      <SectionList
        title="Settings"
        sections={SECTIONS}
        pathOf={(key) => selectionPath('settings', key)}
        current={section}
      />
      <LegalLinks />
    </>
  );
}

export function SettingsPane({ section = DEFAULT_SECTION }: SettingsProps) {
  const found = Object.hasOwn(SECTIONS, section) ? SECTIONS[section as SettingsSection] : undefined;
  return found ? <found.Pane /> : <NotFound list={paths.settings} />;
}
