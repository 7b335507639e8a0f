/** Saves what the list is narrowed down to, under a name: its posts are then among those for me. */
import { useState } from 'react';
import { uuid } from '#client/uuid.ts';
import { SEARCHES_MAX, type SavedSearch } from '#contract/routes/for-you.ts';
import { NAME_MAX_CHARACTERS, isBlank } from '#contract/text.ts';
import { useForm } from '../hooks/use-form.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Field } from '../parts/field.tsx';
import { Form } from '../parts/form.tsx';
import { BookmarkIcon } from '../parts/more-icons.tsx';
import { Sentence } from '../parts/sentence.tsx';
import { useForYou } from '../state/for-you.ts';
import type { PostFilter } from '../state/post-filter.ts';
import { useStore } from '../state/store.ts';
import { lengthProblem } from '../text/length.ts';
import { feed } from '../words/feed.ts';
import { parts } from '../words/parts.ts';
import { shell } from '../words/shell.ts';
import { isSameSearch, searchText, termsOf } from './searches.ts';
import dialog from '../parts/dialog.module.css';
import styles from './saved-searches.module.css';

interface SaveSearchProps {
  readonly filter: PostFilter;
  /** Shows the saved searches. */
  readonly onShowSaved: () => void;
}

/** Nothing, where the list is not narrowed down. */
export function SaveSearch({ filter, onShowSaved }: SaveSearchProps) {
  const forYou = useForYou();
  const searches = useStore(forYou, (state) => state.searches);
  const [asking, setAsking] = useState<SavedSearch | 'full'>();
  const terms = termsOf(filter);
  if (!terms) return null;
  const saved = searches.find((search) => isSameSearch(search, terms));
  const close = (): void => setAsking(undefined);
  if (saved && asking === undefined)
    return (
      <p className={styles.saved} role="status">
        <BookmarkIcon />
        <span>
          <Sentence of={feed.savedAs(<bdi>{nameOf(saved)}</bdi>)} />
        </span>
      </p>
    );
  return (
    <div className={styles.save}>
      <Button
        variant="quiet"
        size="small"
        onClick={() => setAsking(searches.length >= SEARCHES_MAX ? 'full' : { id: uuid(), ...terms })}
      >
        <BookmarkIcon /> {feed.saveSearch}
      </Button>
      {asking === 'full' ? (
        <Dialog title={feed.searchesFull} onClose={close}>
          <p>{feed.searchesFullText}</p>
          <div className={dialog.actions}>
            <Button variant="secondary" onClick={close}>
              {parts.close}
            </Button>
            <Button
              variant="primary"
              onClick={() => {
                close();
                onShowSaved();
              }}
            >
              {feed.seeSearches}
            </Button>
          </div>
        </Dialog>
      ) : (
        asking && <NameSearchDialog title={feed.saveSearch} search={asking} onClose={close} />
      )}
    </div>
  );
}

export const nameOf = (search: SavedSearch): string => search.name ?? searchText(search);

interface NameSearchDialogProps {
  readonly title: string;
  readonly search: SavedSearch;
  readonly onClose: () => void;
}

export function NameSearchDialog({ title, search, onClose }: NameSearchDialogProps) {
  const forYou = useForYou();
  const form = useForm(
    { name: nameOf(search).slice(0, NAME_MAX_CHARACTERS) },
    ({ name }) => ({ name: isBlank(name) ? feed.nameMissing : lengthProblem(name, NAME_MAX_CHARACTERS) }),
    async ({ name }) => {
      await forYou.save({ ...search, name });
      onClose();
    },
  );
  return (
    <Dialog title={title} onClose={onClose}>
      <Form form={form}>
        <p>
          <b>{searchText(search)}</b>
        </p>
        <Field label={feed.name} hint={feed.nameHint} autoComplete="off" {...form.field('name')} />
        <div className={dialog.actions}>
          <Button variant="secondary" onClick={onClose}>
            {shell.cancel}
          </Button>
          <Button type="submit" variant="primary" busy={form.busy}>
            {form.busy ? feed.saving : feed.save}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}
