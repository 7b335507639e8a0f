/** What others see of me: my display name and a few words about me. */
import { updateMe } from '#contract/routes/users.ts';
import { ABOUT_MAX_CHARACTERS, cleanText } from '#contract/text.ts';
import type { Me } from '#contract/users.ts';
import { useForm } from '../../hooks/use-form.ts';
import { Alert } from '../../parts/alert.tsx';
import { Avatar } from '../../parts/avatar.tsx';
import { Button } from '../../parts/button.tsx';
import { Field } from '../../parts/field.tsx';
import { Form } from '../../parts/form.tsx';
import { ListSkeleton } from '../../parts/list-skeleton.tsx';
import { LoadError } from '../../parts/load-error.tsx';
import { Pane } from '../../parts/pane.tsx';
import { TextArea } from '../../parts/text-area.tsx';
import { useFormDraft } from '../../state/form-draft.ts';
import { useMyProfile } from '../../state/my-profile.ts';
import { useSession } from '../../state/session.ts';
import { displayNameProblem } from '../../text/credentials.ts';
import { explain } from '../../text/explain.ts';
import { lengthProblem } from '../../text/length.ts';
import { settings } from '../../words/settings.ts';
import pane from '../../parts/pane.module.css';
import styles from './edit-profile.module.css';

export function EditProfile() {
  const { profile, problem, load, set } = useMyProfile();
  return (
    <Pane title={settings.profile} area="settings">
      {profile ? (
        <ProfileForm profile={profile} onSaved={set} />
      ) : problem ? (
        <LoadError title={settings.profileNotLoaded} text={explain(problem).detail} onRetry={() => void load()} />
      ) : (
        <ListSkeleton />
      )}
    </Pane>
  );
}

function ProfileForm({ profile, onSaved }: { profile: Me; onSaved: (profile: Me) => void }) {
  const session = useSession();
  const form = useForm(
    { displayName: profile.displayName, about: profile.about ?? '' },
    ({ displayName, about }) => ({
      displayName: displayNameProblem(displayName),
      about: lengthProblem(about, ABOUT_MAX_CHARACTERS),
    }),
    async ({ displayName, about }) => {
      const body = { displayName: cleanText(displayName), about: cleanText(about) };
      onSaved(await session.call(updateMe, { body }));
    },
    useFormDraft('/settings/profile'),
  );

  return (
    <>
      <div className={styles.person}>
        <Avatar username={profile.username} size="l" />
        <p>
          <bdi>{profile.username}</bdi>
          <span>{profile.email}</span>
          <small>{settings.emailIsPrivate}</small>
        </p>
      </div>
      <Form form={form}>
        <Field
          label={settings.displayName}
          hint={settings.displayNameHint}
          autoComplete="nickname"
          dir="auto"
          {...form.field('displayName')}
        />
        {form.isKept && <p role="status">{settings.notSavedYet}</p>}
        <TextArea label={settings.aboutYou} hint={settings.aboutHint(ABOUT_MAX_CHARACTERS)} {...form.field('about')} />
        <div className={pane.actions}>
          <Button type="submit" variant="primary" busy={form.busy}>
            {form.busy ? settings.saving : settings.save}
          </Button>
          {form.isKept && (
            <Button variant="secondary" onClick={form.forget}>
              {settings.discardChanges}
            </Button>
          )}
          {form.done && <Alert tone="success">{settings.saved}</Alert>}
        </div>
      </Form>
    </>
  );
}
