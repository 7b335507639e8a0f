/** Everything a person can set; loaded when it is first opened. */
import { BlockIcon, NeedsIcon, PersonIcon } from '../parts/icons.tsx';
import { LegalLinks } from '../parts/legal-links.tsx';
import {
  BellIcon,
  DevicesIcon,
  DownloadIcon,
  KeyIcon,
  PhoneIcon,
  SettingsIcon,
  ShieldIcon,
  TrashIcon,
} from '../parts/more-icons.tsx';
import { NotFound } from '../parts/not-found.tsx';
import { type Section, SectionList } from '../parts/section-list.tsx';
import { type SettingsSection, paths, selectionPath } from '../paths.ts';
import { settings } from '../words/settings.ts';
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

const sections = (): Readonly<Record<SettingsSection, Section>> => ({
  profile: {
    label: settings.profile,
    description: settings.profileIs,
    icon: <PersonIcon />,
    Pane: EditProfile,
  },
  password: { label: settings.password, description: settings.passwordIs, icon: <KeyIcon />, Pane: ChangePassword },
  'two-step': {
    label: settings.twoStepSignIn,
    description: settings.twoStepIs,
    icon: <PhoneIcon />,
    Pane: TwoStep,
  },
  privacy: {
    label: settings.privacy,
    description: settings.privacyIs,
    icon: <ShieldIcon />,
    Pane: Privacy,
  },
  appearance: {
    label: settings.appearance,
    description: settings.appearanceIs,
    icon: <SettingsIcon />,
    Pane: AppearanceSettings,
  },
  notifications: {
    label: settings.notifications,
    description: settings.notificationsAre,
    icon: <BellIcon />,
    Pane: NotificationSettings,
  },
  sessions: {
    label: settings.sessions,
    description: settings.sessionsAre,
    icon: <DevicesIcon />,
    Pane: Sessions,
  },
  'thank-yous': {
    label: settings.thankYous,
    description: settings.thankYousAre,
    icon: <NeedsIcon />,
    Pane: ThankYous,
  },
  blocked: {
    label: settings.blockedPeople,
    description: settings.blockedPeopleAre,
    icon: <BlockIcon />,
    Pane: BlockedPeople,
  },
  export: { label: settings.yourData, description: settings.yourDataIs, icon: <DownloadIcon />, Pane: ExportData },
  deletion: {
    label: settings.deleteAccount,
    description: settings.deleteAccountIs,
    icon: <TrashIcon />,
    Pane: DeleteAccount,
  },
});

/** Shown beside the list until one is selected. */
const DEFAULT_SECTION = 'profile' satisfies SettingsSection;

interface SettingsProps {
  readonly section: string | undefined;
}

export function SettingsList({ section = DEFAULT_SECTION }: SettingsProps) {
  return (
    <>
      <SectionList
        title={settings.settings}
        sections={sections()}
        pathOf={(key) => selectionPath('settings', key)}
        current={section}
      />
      <LegalLinks />
    </>
  );
}

export function SettingsPane({ section = DEFAULT_SECTION }: SettingsProps) {
  const all = sections();
  const found = Object.hasOwn(all, section) ? all[section as SettingsSection] : undefined;
  return found ? <found.Pane /> : <NotFound list={paths.settings} />;
}
