import { BlockIcon, DevicesIcon, DownloadIcon, KeyIcon, PersonIcon, TrashIcon } from '../parts/icons.tsx';
import { NotFound } from '../parts/not-found.tsx';
/** Everything of mine that can be set; loaded when it is first opened. */
import { type Section, SectionList } from '../parts/section-list.tsx';
import { BlockedPeople } from './settings/blocked-people.tsx';
import { ChangePassword } from './settings/change-password.tsx';
import { DeleteAccount } from './settings/delete-account.tsx';
import { EditProfile } from './settings/edit-profile.tsx';
import { ExportData } from './settings/export-data.tsx';
import { Sessions } from './settings/sessions.tsx';

const SECTIONS: readonly Section[] = [
  { key: 'profile', label: 'Profile', line: 'Your name, and what people read about you', icon: <PersonIcon /> },
  { key: 'password', label: 'Password', line: 'Choose a new one', icon: <KeyIcon /> },
  { key: 'sessions', label: 'Sessions', line: 'Where you are signed in', icon: <DevicesIcon /> },
  { key: 'blocked', label: 'Blocked people', line: 'Who can’t write to you', icon: <BlockIcon /> },
  { key: 'export', label: 'Your data', line: 'Download all of it', icon: <DownloadIcon /> },
  { key: 'deletion', label: 'Delete account', line: 'For good', icon: <TrashIcon /> },
];

/** What is shown beside the list before one has chosen. */
const FIRST = 'profile';

export function SettingsList({ section = FIRST }: { section: string | undefined }) {
  return <SectionList title="Settings" base="/settings" sections={SECTIONS} current={section} />;
}

export function SettingsPane({ section = FIRST }: { section: string | undefined }) {
  if (section === 'profile') return <EditProfile />;
  if (section === 'password') return <ChangePassword />;
  if (section === 'sessions') return <Sessions />;
  if (section === 'blocked') return <BlockedPeople />;
  if (section === 'export') return <ExportData />;
  if (section === 'deletion') return <DeleteAccount />;
  return <NotFound list="/settings" />;
}
