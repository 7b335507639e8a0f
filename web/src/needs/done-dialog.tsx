/** Closes a need as done: asks who helped, and what to thank them for. */
import { useId, useState } from 'react';
import type { Offer } from '#contract/offers.ts';
import type { Post } from '#contract/posts.ts';
import { cleanText } from '#contract/text.ts';
import { HELPERS_MAX, OTHERS_HELPED_MAX, THANK_YOU_MAX_CHARACTERS } from '#contract/thanks.ts';
import { useForm } from '../hooks/use-form.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Field } from '../parts/field.tsx';
import { Form } from '../parts/form.tsx';
import { Sentence } from '../parts/sentence.tsx';
import { useFormDraft } from '../state/form-draft.ts';
import { explain } from '../text/explain.ts';
import { lengthProblem } from '../text/length.ts';
import { feed } from '../words/feed.ts';
import { helping } from '../words/helping.ts';
import { myPosts } from '../words/my-posts.ts';
import { shell } from '../words/shell.ts';
import { useOffers } from './use-offers.ts';
import type { PostChanges } from './use-post.ts';
import dialog from '../parts/dialog.module.css';
import styles from './done-dialog.module.css';

interface DoneDialogProps {
  readonly post: Pick<Post, 'id' | 'title'> & Partial<Pick<Post, 'promisedTo'>>;
  readonly change: PostChanges['change'];
  readonly onClose: () => void;
}

export function DoneDialog({ post, change, onClose }: DoneDialogProps) {
  const { value: offers, problem, reload } = useOffers(post.id);
  return (
    <Dialog title={helping.whoHelped} onClose={onClose}>
      {offers ? (
        <DoneForm post={post} offers={offers} change={change} onClose={onClose} />
      ) : (
        <>
          <p role="status">{problem ? explain(problem).detail : helping.lookingUp}</p>
          <div className={dialog.actions}>
            <Button variant="secondary" onClick={onClose}>
              {shell.cancel}
            </Button>
            {problem ? (
              <Button variant="primary" onClick={() => void reload()}>
                {shell.tryAgain}
              </Button>
            ) : null}
          </div>
        </>
      )}
    </Dialog>
  );
}

/** No user name has this sign. */
const OTHERS = '#others';

function DoneForm({ post, offers: current, change, onClose }: DoneDialogProps & { offers: readonly Offer[] }) {
  const kept = useFormDraft(`/needs/${post.id}/done`);
  // Who writes meanwhile is not among the fields.
  const [offers] = useState(current);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(() => {
    const thanked = kept.read();
    return new Set(
      offers.map(({ person }) => person).filter((person) => person === post.promisedTo || person in thanked),
    );
  });
  const form = useForm<string>(
    { ...Object.fromEntries(offers.map(({ person }) => [person, ''])), [OTHERS]: '' },
    (values) => ({
      ...Object.fromEntries(
        [...chosen].map((person) => [person, lengthProblem(values[person] ?? '', THANK_YOU_MAX_CHARACTERS)]),
      ),
      [OTHERS]: othersProblem(values[OTHERS] ?? ''),
    }),
    async (values) => {
      const helpers = [...chosen].map((username) => {
        const thanks = cleanText(values[username] ?? '');
        return { username, ...(thanks !== '' && { thanks }) };
      });
      const othersHelped = Number(values[OTHERS]);
      await change({
        status: 'done',
        ...(helpers.length > 0 && { helpers }),
        ...(othersHelped > 0 && { othersHelped }),
      });
      onClose();
    },
    kept,
  );
  const cancel = (): void => {
    form.forget();
    onClose();
  };

  const toggle = (person: string, isChosen: boolean): void => {
    const next = new Set(chosen);
    if (isChosen) next.add(person);
    else next.delete(person);
    setChosen(next);
  };

  return (
    <Form form={form}>
      <p className={styles.lead}>
        <Sentence of={helping.leavesTheList(<bdi>{post.title}</bdi>)} />
      </p>
      {offers.length > 0 && (
        <fieldset className={styles.people}>
          <legend>
            {offers.length > HELPERS_MAX ? helping.ofThoseWhoWroteUpTo(HELPERS_MAX) : helping.ofThoseWhoWrote}
          </legend>
          {offers.map(({ person, displayName }) => (
            <Helper
              key={person}
              offer={{ person, displayName }}
              isChosen={chosen.has(person)}
              isDisabled={!chosen.has(person) && chosen.size >= HELPERS_MAX}
              onToggle={(isChosen) => toggle(person, isChosen)}
              thanks={form.field(person)}
            />
          ))}
        </fieldset>
      )}
      <Field
        label={offers.length > 0 ? helping.howManyOthers : helping.howManyPeople}
        hint={helping.howManyHint}
        inputMode="numeric"
        autoComplete="off"
        {...form.field(OTHERS)}
      />
      <div className={dialog.actions}>
        <Button variant="secondary" onClick={cancel}>
          {shell.cancel}
        </Button>
        <Button type="submit" variant="primary" busy={form.busy}>
          {form.busy ? feed.saving : myPosts.markAsDone}
        </Button>
      </div>
    </Form>
  );
}

interface HelperProps {
  readonly offer: Pick<Offer, 'person' | 'displayName'>;
  readonly isChosen: boolean;
  readonly isDisabled: boolean;
  readonly onToggle: (isChosen: boolean) => void;
  readonly thanks: Omit<Parameters<typeof Field>[0], 'label'>;
}

function Helper({ offer: { person, displayName }, isChosen, isDisabled, onToggle, thanks }: HelperProps) {
  const id = useId();
  return (
    <div className={styles.person}>
      <label htmlFor={id}>
        <input
          id={id}
          type="checkbox"
          checked={isChosen}
          disabled={isDisabled}
          onChange={(event) => onToggle(event.target.checked)}
        />
        <span>
          <bdi>{displayName}</bdi>
          {displayName !== person && (
            <small>
              {' '}
              <bdi>{person}</bdi>
            </small>
          )}
        </span>
      </label>
      {isChosen && (
        <Field
          {...thanks}
          label={helping.thankYouTo(displayName)}
          hint={helping.thankYouHint(THANK_YOU_MAX_CHARACTERS)}
          dir="auto"
          autoComplete="off"
        />
      )}
    </div>
  );
}

function othersProblem(text: string): string | undefined {
  if (text.trim() === '') return undefined;
  return /^\s*\d{1,3}\s*$/.test(text) && Number(text) <= OTHERS_HELPED_MAX
    ? undefined
    : helping.enterNumber(OTHERS_HELPED_MAX);
}
