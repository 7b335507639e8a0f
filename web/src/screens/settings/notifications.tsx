/** How this device tells of what is new. */
import { useState } from 'react';
import { playTone } from '../../browser/sound.ts';
import { Alert } from '../../parts/alert.tsx';
import { Pane } from '../../parts/pane.tsx';
import { Select } from '../../parts/select.tsx';
import { Switch } from '../../parts/switch.tsx';
import { useMailbox } from '../../state/mailbox.ts';
import {
  type Subject,
  changeWhatIsTold,
  changeWhatThePageDoes,
  notificationProblem,
  setQuietHours,
  turnOff,
  turnOn,
  useNotificationSettings,
} from '../../state/notifications.ts';
import { useSession } from '../../state/session.ts';
import { explainPush } from '../../text/push-problems.ts';
import pane from '../../parts/pane.module.css';

const SUBJECTS: Readonly<Record<Subject, string>> = {
  messages: 'Messages',
  offers: 'Messages about my posts',
  promises: 'My offers that are accepted',
  thanks: 'Thanks',
  searches: 'New posts for my saved searches',
};
const AT_NIGHT = { from: 22, to: 7 };
const HOUR_LABELS = Object.fromEntries(
  Array.from({ length: 24 }, (_, hour) => [String(hour), `${String(hour).padStart(2, '0')}:00`]),
);

export function NotificationSettings() {
  const session = useSession();
  const { me } = useMailbox();
  const { on, texts, about, outcomes, sound, quiet } = useNotificationSettings();
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const impossible = notificationProblem();

  const act = async (doing: Promise<void>): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    await doing.catch((reason: unknown) => setProblem(explainPush(reason)));
    setBusy(false);
  };

  return (
    <Pane title="Notifications" area="settings" lead="On this device only.">
      <Switch
        label="Notifications"
        hint="Also while Message Center is closed. Muted conversations stay silent."
        checked={on}
        busy={busy || impossible !== undefined}
        onChange={(checked) => void act(checked ? turnOn(session) : turnOff(session))}
      />
      {(problem ?? impossible) && <Alert tone="error">{problem ?? explainPush(impossible)}</Alert>}
      {on && (
        <>
          <section className={pane.section}>
            <h2>Notify me about</h2>
            <div>
              {Object.entries(SUBJECTS).map(([subject, label]) => (
                <Switch
                  key={subject}
                  label={label}
                  checked={about[subject as Subject]}
                  busy={busy}
                  onChange={(checked) =>
                    void act(changeWhatIsTold(session, { about: { ...about, [subject]: checked } }))
                  }
                />
              ))}
            </div>
          </section>
          <section className={pane.section}>
            <h2>While Message Center is open</h2>
            <Switch
              label="What became of posts"
              hint="Posts that I offered help for, or wanted something from."
              checked={outcomes}
              onChange={(checked) => changeWhatThePageDoes(me, { outcomes: checked })}
            />
            <Switch
              label="Sound"
              hint="A short tone with each notification."
              checked={sound}
              onChange={(checked) => {
                changeWhatThePageDoes(me, { sound: checked });
                // After a click, browsers let the page sound.
                if (checked) void playTone().catch(() => undefined);
              }}
            />
          </section>
          <section className={pane.section}>
            <h2>On the screen</h2>
            <Switch
              label="Show the text"
              hint={
                'The beginning of each message, titles of posts and names of searches, also on a locked screen. ' +
                'Otherwise only who wrote.'
              }
              checked={texts}
              busy={busy}
              onChange={(checked) => void act(changeWhatIsTold(session, { texts: checked }))}
            />
          </section>
          <section className={pane.section}>
            <h2>Quiet hours</h2>
            <Switch
              label="Do not disturb"
              hint="No sound in these hours, and no notifications from an open page."
              checked={quiet !== undefined}
              onChange={(checked) => setQuietHours(me, checked ? AT_NIGHT : undefined)}
            />
            {quiet && (
              <>
                <Hour label="From" value={quiet.from} onChange={(from) => setQuietHours(me, { ...quiet, from })} />
                <Hour label="To" value={quiet.to} onChange={(to) => setQuietHours(me, { ...quiet, to })} />
              </>
            )}
          </section>
        </>
      )}
    </Pane>
  );
}

interface HourProps {
  readonly label: string;
  readonly value: number;
  readonly onChange: (hour: number) => void;
}

const Hour = ({ label, value, onChange }: HourProps) => (
  <Select label={label} options={HOUR_LABELS} value={String(value)} onChange={(hour) => onChange(Number(hour))} />
);
