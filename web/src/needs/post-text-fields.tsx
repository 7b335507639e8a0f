/** What an owner says about a post, as fields of a form. */
import {
  DESCRIPTION_MAX_CHARACTERS,
  type PostKind,
  REWARD_MAX_CHARACTERS,
  TITLE_MAX_CHARACTERS,
} from '#contract/posts.ts';
import type { FormField } from '../hooks/use-form.ts';
import { Field } from '../parts/field.tsx';
import { Select } from '../parts/select.tsx';
import { TextArea } from '../parts/text-area.tsx';
import { categoryNames } from '../text/posts.ts';
import { feed } from '../words/feed.ts';
import { postForm } from '../words/post-form.ts';
import { usual } from '../words/usual.ts';
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
          label={isNeed ? postForm.whatNeed : postForm.whatOffer}
          hint={postForm.titleHint(TITLE_MAX_CHARACTERS)}
          placeholder={isNeed ? usual.title : postForm.titleOfAnOffer}
          autoComplete="off"
          dir="auto"
          {...field('title')}
        />
      </div>
      <Select
        label={feed.category}
        options={categoryNames()}
        value={category as keyof ReturnType<typeof categoryNames>}
        onChange={setCategory}
      />
      <TextArea
        label={postForm.description}
        hint={postForm.descriptionHint(DESCRIPTION_MAX_CHARACTERS)}
        {...field('description')}
      />
      <Field
        label={postForm.reward}
        hint={postForm.rewardHint(REWARD_MAX_CHARACTERS)}
        placeholder={usual.reward}
        autoComplete="off"
        dir="auto"
        {...field('reward')}
      />
    </>
  );
}
