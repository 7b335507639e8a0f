/** Narrows the list of posts down to those around me, or around a town. */
import { useId, useState } from 'react';
import { Alert } from '../parts/alert.tsx';
import { Button } from '../parts/button.tsx';
import { PlaceIcon } from '../parts/more-icons.tsx';
import { Select } from '../parts/select.tsx';
import type { PostFilter, Radius } from '../state/post-filter.ts';
import { feed } from '../words/feed.ts';
import { TownOptions, useTowns } from './town-options.tsx';
import { type Town, townText } from './towns.ts';
import { useMySquare } from './use-my-square.ts';
import styles from './near-filter.module.css';

const reaches = (): Readonly<Record<Radius, string>> => ({
  1: feed.within(1),
  5: feed.within(5),
  10: feed.within(10),
  25: feed.within(25),
  50: feed.within(50),
});

interface NearFilterProps {
  readonly filter: PostFilter;
  readonly onChange: (change: Partial<PostFilter>) => void;
}

export function NearFilter({ filter: { near, radius }, onChange }: NearFilterProps) {
  /** What the square was found by: a town, or else the device. An address that was shared does not say it. */
  const [found, setFound] = useState<{ readonly near: string; readonly town?: string }>({ near: '' });
  const choose = (square: string, town?: string): void => {
    setFound({ near: square, ...(town !== undefined && { town }) });
    onChange({ near: square });
  };
  const { locate, busy, problem } = useMySquare((square) => choose(square));
  const isOn = near !== '';
  const town = found.near === near ? found.town : undefined;
  const around = town !== undefined ? feed.near(town) : isOn && found.near !== near ? feed.nearPlace : feed.nearMe;

  return (
    <>
      <div className={styles.near}>
        <Button
          variant="secondary"
          size="small"
          aria-pressed={isOn}
          busy={busy}
          onClick={() => (isOn ? onChange({ near: '' }) : locate())}
        >
          <PlaceIcon /> {busy ? feed.askingBrowser : around}
        </Button>
        {isOn ? (
          <Select
            label={feed.howFar}
            hidesLabel
            options={reaches()}
            value={radius}
            onChange={(next) => onChange({ radius: next })}
          />
        ) : (
          <TownField onTown={(chosen) => choose(chosen.square, townText(chosen))} />
        )}
      </div>
      {problem && <Alert tone="error">{problem}</Alert>}
    </>
  );
}

function TownField({ onTown }: { onTown: (town: Town) => void }) {
  const id = useId();
  const [text, setText] = useState('');
  const towns = useTowns(text);
  return (
    <form
      className={styles.town}
      onSubmit={(event) => {
        event.preventDefault();
        const [first] = towns;
        if (first) onTown(first);
      }}
    >
      <input
        type="text"
        list={id}
        aria-label={feed.nearTown}
        placeholder={feed.orTown}
        autoComplete="off"
        value={text}
        onChange={({ target: { value } }) => {
          setText(value);
          const town = towns.find((candidate) => townText(candidate) === value);
          if (town) onTown(town);
        }}
      />
      <TownOptions id={id} towns={towns} text={text} />
    </form>
  );
}
