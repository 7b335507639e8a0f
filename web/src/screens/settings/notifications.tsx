/** How this device tells of what is new. */
import { useState } from 'react';
import { playTone } from '../../browser/sound.ts';
import { Alert } from '../../parts/alert.tsx';
import { Pane } from '../../parts/pane.tsx';
import { Select } from '../../parts/select.tsx';
import { Switch } from '../../parts/switch.tsx';
import { announceTexts, useAnnouncedTexts } from '../../state/announced.ts';
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
import { settings } from '../../words/settings.ts';
import pane from '../../parts/pane.module.css';

const subjects = (): Readonly<Record<Subject, string>> => ({
  messages: settings.messages,
  offers: settings.aboutMyPosts,
  promises: settings.acceptedOffers,
  thanks: settings.thanks,
  searches: settings.postsForSearches,
});
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
  const announced = useAnnouncedTexts();

  const act = async (doing: Promise<void>): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    await doing.catch((reason: unknown) => setProblem(explainPush(reason)));
    setBusy(false);
  };

  return (
    <Pane title={settings.notifications} area="settings" lead={settings.onThisDeviceOnly}>
      <Switch
        label={settings.notifications}
        hint={settings.pushHint}
        checked={on}
        busy={busy || impossible !== undefined}
        onChange={(checked) => void act(checked ? turnOn(session) : turnOff(session))}
      />
      {(problem ?? impossible) && <Alert tone="error">{problem ?? explainPush(impossible)}</Alert>}
      {on && (
        <>
          <section className={pane.section}>
            <h2>{settings.notifyMeAbout}</h2>
            <div>
              {Object.entries(subjects()).map(([subject, label]) => (
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
            <h2>{settings.whileOpen}</h2>
            <Switch
              label={settings.outcomes}
              hint={settings.outcomesHint}
              checked={outcomes}
              onChange={(checked) => changeWhatThePageDoes(me, { outcomes: checked })}
            />
            <Switch
              label={settings.sound}
              hint={settings.soundHint}
              checked={sound}
              onChange={(checked) => {
                changeWhatThePageDoes(me, { sound: checked });
                // After a click, browsers let the page sound.
                if (checked) void playTone().catch(() => undefined);
              }}
            />
          </section>
          <section className={pane.section}>
            <h2>{settings.onScreen}</h2>
            <Switch
              label={settings.showTexts}
              hint={settings.showTextsHint}
              checked={texts}
              busy={busy}
              onChange={(checked) => void act(changeWhatIsTold(session, { texts: checked }))}
            />
          </section>
          <section className={pane.section}>
            <h2>{settings.quietHours}</h2>
            <Switch
              label={settings.doNotDisturb}
              hint={settings.quietHoursHint}
              checked={quiet !== undefined}
              onChange={(checked) => setQuietHours(me, checked ? AT_NIGHT : undefined)}
            />
            {quiet && (
              <>
                <Hour
                  label={settings.from}
                  value={quiet.from}
                  onChange={(from) => setQuietHours(me, { ...quiet, from })}
                />
                <Hour label={settings.to} value={quiet.to} onChange={(to) => setQuietHours(me, { ...quiet, to })} />
              </>
            )}
          </section>
        </>
      )}
      <section className={pane.section}>
        <h2>{settings.screenReader}</h2>
        <Switch label={settings.readOut} hint={settings.readOutHint} checked={announced} onChange={announceTexts} />
      </section>
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
