/** What an owner says about a post, as fields of a form. */
import {
  DESCRIPTION_MAX_CHARACTERS,
  type PostKind,
  REWARD_MAX_CHARACTERS,
  TITLE_MAX_CHARACTERS,
  TITLE_OF_A_NEED,
  USUAL_REWARD,
} from '#contract/posts.ts';
import type { FormField } from '../hooks/use-form.ts';
import { Field } from '../parts/field.tsx';
import { Select } from '../parts/select.tsx';
import { TextArea } from '../parts/text-area.tsx';
import { categoryNames } from '../text/posts.ts';
import styles from './post-form.module.css';

interface PostTextFieldsProps {
  readonly kind: PostKind;
  readonly field: (name: 'title' | 'category' | 'description' | 'reward') => FormField;
}

export function PostTextFields({ kind, field }: PostTextFieldsProps) {
  const isNeed = kind === 'need';
  const { value: category, onValue: setCategory } = field('category');
  return (
    <>
      <div className={styles.title}>
        <Field
          label={isNeed ? 'What do you need?' : 'What do you offer?'}
          hint={`In a few words, up to ${TITLE_MAX_CHARACTERS} characters. Everyone here can read it.`}
          placeholder={isNeed ? TITLE_OF_A_NEED : 'I can fix your bicycle'}
          autoComplete="off"
          dir="auto"
          {...field('title')}
        />
      </div>
      <Select
        label="Category"
        options={categoryNames()}
        value={category as keyof ReturnType<typeof categoryNames>}
        onChange={setCategory}
      />
      <TextArea
        label="More about it"
        hint={
          `Optional, up to ${DESCRIPTION_MAX_CHARACTERS.toLocaleString('en')} characters. ` +
          'Email addresses, phone numbers and links are struck out.'
        }
        {...field('description')}
      />
      <Field
        label="In return"
        hint={`Optional, up to ${REWARD_MAX_CHARACTERS} characters.`}
        placeholder={USUAL_REWARD}
        autoComplete="off"
        dir="auto"
        {...field('reward')}
      />
    </>
  );
}
