/** The administration; loaded when an administrator first opens it. */
import { Link } from 'wouter';
import { FlagIcon, ListIcon, NeedsIcon, PersonIcon } from '../parts/icons.tsx';
import { NotFound } from '../parts/not-found.tsx';
import { Pane } from '../parts/pane.tsx';
import { type Section, SectionList } from '../parts/section-list.tsx';
import { type AdminSection, paths, selectionPath } from '../paths.ts';
import { useMyProfile } from '../state/my-profile.ts';
import { Accounts } from './admin/accounts.tsx';
import { AuditLog } from './admin/audit-log.tsx';
import { FiguresPane } from './admin/figures.tsx';
import { Reports } from './admin/reports.tsx';
import pane from '../parts/pane.module.css';

const SECTIONS: Readonly<Record<AdminSection, Section>> = {
  reports: { label: 'Reports', description: 'What people have reported', icon: <FlagIcon />, Pane: Reports },
  figures: {
    label: 'Answers',
    description: 'Posts that stay without one',
    icon: <NeedsIcon />,
    Pane: FiguresPane,
  },
  people: { label: 'People', description: 'Accounts and their status', icon: <PersonIcon />, Pane: Accounts },
  'audit-log': {
    label: 'Audit log',
    description: 'What administrators have done',
    icon: <ListIcon />,
    Pane: AuditLog,
  },
};

/** Shown beside the list until one is selected. */
const DEFAULT_SECTION = 'reports' satisfies AdminSection;

interface AdminProps {
  readonly section: string | undefined;
}

export function AdminList({ section = DEFAULT_SECTION }: AdminProps) {
  const { profile } = useMyProfile();
  if (!profile?.administrator) return null;
  return (
    <SectionList
      title="Administration"
      sections={SECTIONS}
      pathOf={(key) => selectionPath('admin', key)}
      current={section}
    />
  );
}

/** To everybody else this address does not exist. What protects it is the server, which refuses them all data. */
export function AdminPane({ section = DEFAULT_SECTION }: AdminProps) {
  const { profile, problem } = useMyProfile();
  if (!profile && !problem) return null;
  if (!profile?.administrator) return <NotFound list={paths.conversations} />;
  if (!profile.twoStep)
    return (
      <Pane title="Administration" area="conversations">
        <p className={pane.lead}>
          Administrators need two-step sign-in. <Link href={selectionPath('settings', 'two-step')}>Set it up</Link>{' '}
          first.
        </p>
      </Pane>
    );
  const found = Object.hasOwn(SECTIONS, section) ? SECTIONS[section as AdminSection] : undefined;
  return found ? <found.Pane /> : <NotFound list={paths.admin} />;
}
