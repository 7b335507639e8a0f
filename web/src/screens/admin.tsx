import { FlagIcon, ListIcon, PersonIcon } from '../parts/icons.tsx';
import { NotFound } from '../parts/not-found.tsx';
/** For administrators; loaded when one of them opens it. */
import { type Section, SectionList } from '../parts/section-list.tsx';
import { useMyProfile } from '../state/my-profile.ts';
import { Accounts } from './admin/accounts.tsx';
import { AuditLog } from './admin/audit-log.tsx';
import { Reports } from './admin/reports.tsx';

const SECTIONS: readonly Section[] = [
  { key: 'reports', label: 'Reports', line: 'What people have reported', icon: <FlagIcon /> },
  { key: 'people', label: 'People', line: 'Accounts, and who is locked out', icon: <PersonIcon /> },
  { key: 'acts', label: 'Record', line: 'What administrators have done', icon: <ListIcon /> },
];

/** What is shown beside the list before one has chosen. */
const FIRST = 'reports';

export function AdminList({ section = FIRST }: { section: string | undefined }) {
  const { profile } = useMyProfile();
  if (!profile?.administrator) return null;
  return <SectionList title="Administration" base="/admin" sections={SECTIONS} current={section} />;
}

/** To everybody else there is nothing at this address; that the server refuses them everything behind it is what counts. */
export function AdminPane({ section = FIRST }: { section: string | undefined }) {
  const { profile, problem } = useMyProfile();
  if (!profile && !problem) return null;
  if (!profile?.administrator) return <NotFound list="/conversations" />;
  if (section === 'reports') return <Reports />;
  if (section === 'people') return <Accounts />;
  if (section === 'acts') return <AuditLog />;
  return <NotFound list="/admin" />;
}
