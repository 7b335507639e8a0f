/** The administration; loaded when an administrator first opens it. */
import { Link } from 'wouter';
import { NeedsIcon, PersonIcon } from '../parts/icons.tsx';
import { FlagIcon, ListIcon } from '../parts/more-icons.tsx';
import { NotFound } from '../parts/not-found.tsx';
import { Pane } from '../parts/pane.tsx';
import { type Section, SectionList } from '../parts/section-list.tsx';
import { Sentence } from '../parts/sentence.tsx';
import { type AdminSection, paths, selectionPath } from '../paths.ts';
import { useMyProfile } from '../state/my-profile.ts';
import { admin } from '../words/admin.ts';
import { Accounts } from './admin/accounts.tsx';
import { AuditLog } from './admin/audit-log.tsx';
import { FiguresPane } from './admin/figures.tsx';
import { Reports } from './admin/reports.tsx';
import pane from '../parts/pane.module.css';

const sections = (): Readonly<Record<AdminSection, Section>> => ({
  reports: { label: admin.reports, description: admin.reportsLead, icon: <FlagIcon />, Pane: Reports },
  figures: { label: admin.answers, description: admin.answersLead, icon: <NeedsIcon />, Pane: FiguresPane },
  people: { label: admin.people, description: admin.peopleLead, icon: <PersonIcon />, Pane: Accounts },
  'audit-log': { label: admin.auditLog, description: admin.auditLogLead, icon: <ListIcon />, Pane: AuditLog },
});

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
      title={admin.administration}
      sections={sections()}
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
      <Pane title={admin.administration} area="conversations">
        <p className={pane.lead}>
          <Sentence of={admin.needTwoStep(<Link href={selectionPath('settings', 'two-step')}>{admin.setItUp}</Link>)} />
        </p>
      </Pane>
    );
  const all = sections();
  const found = Object.hasOwn(all, section) ? all[section as AdminSection] : undefined;
  return found ? <found.Pane /> : <NotFound list={paths.admin} />;
}
