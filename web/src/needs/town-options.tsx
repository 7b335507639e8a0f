/** Towns that a field offers while something is typed into it, and whose data they are. */
import { useEffect, useState } from 'react';
import { SEARCH_DEBOUNCE_MS, useDebounced } from '../hooks/use-debounced.ts';
import { Sentence } from '../parts/sentence.tsx';
import { feed } from '../words/feed.ts';
import { type Town, findTowns, townText } from './towns.ts';
import styles from './town-options.module.css';

/** Returns towns whose names begin like the text. Without a connection there may be none. */
export function useTowns(text: string): readonly Town[] {
  const [towns, setTowns] = useState<readonly Town[]>([]);
  const settled = useDebounced(text, SEARCH_DEBOUNCE_MS);
  useEffect(() => {
    let isCurrent = true;
    const show = (found: readonly Town[]): void => {
      if (isCurrent) setTowns(found);
    };
    findTowns(settled).then(show, () => show([]));
    return () => {
      isCurrent = false;
    };
  }, [settled]);
  return towns;
}

interface TownOptionsProps {
  readonly id: string;
  readonly towns: readonly Town[];
  /** What is typed. */
  readonly text: string;
  /** What an option puts into the field. */
  readonly optionOf?: (town: Town) => string;
}

/** The `list` of an input. */
export function TownOptions({ id, towns, text, optionOf = townText }: TownOptionsProps) {
  return (
    <>
      <datalist id={id}>
        {towns.map((town) => {
          const value = optionOf(town);
          // Browsers pass over options without the typed text, and know nothing of accents.
          const isLike = value.toLowerCase().includes(text.toLowerCase());
          return <option key={townText(town)} value={value} label={isLike ? undefined : text} />;
        })}
      </datalist>
      {towns.length > 0 && (
        <small className={styles.source}>
          <Sentence
            of={feed.sourceOfTowns(
              <a href="https://www.geonames.org" target="_blank" rel="noreferrer">
                GeoNames
              </a>,
              <a href="https://creativecommons.org/licenses/by/4.0/" target="_blank" rel="noreferrer">
                CC BY 4.0
              </a>,
            )}
          />
        </small>
      )}
    </>
  );
}
