/** Narrows the list of posts down to those around me, or around a town. */
import { useId, useState } from 'react';
import { Alert } from '../parts/alert.tsx';
import { Button } from '../parts/button.tsx';
import { PlaceIcon } from '../parts/icons.tsx';
import { Select } from '../parts/select.tsx';
import type { PostFilter, Radius } from '../state/post-filter.ts';
import { TownOptions, useTowns } from './town-options.tsx';
import { type Town, townText } from './towns.ts';
import { useMySquare } from './use-my-square.ts';
import styles from './near-filter.module.css';

const REACHES: Readonly<Record<Radius, string>> = {
  1: 'Within 1 km',
  5: 'Within 5 km',
  10: 'Within 10 km',
  25: 'Within 25 km',
  50: 'Within 50 km',
};

interface NearFilterProps {
  readonly filter: PostFilter;
  readonly onChange: (change: Partial<PostFilter>) => void;
}

export function NearFilter({ filter: { near, radius }, onChange }: NearFilterProps) {
  /** What the square was found by. An address that was shared does not say it. */
  const [found, setFound] = useState({ near: '', by: '' });
  const choose = (square: string, by: string): void => {
    setFound({ near: square, by });
    onChange({ near: square });
  };
  const { locate, busy, problem } = useMySquare((square) => choose(square, 'me'));
  const isOn = near !== '';
  const by = !isOn ? 'me' : found.near === near ? found.by : 'a place';

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
          <PlaceIcon /> {busy ? 'Asking your browser…' : `Near ${by}`}
        </Button>
        {isOn ? (
          <Select
            label="How far"
            hidesLabel
            options={REACHES}
            value={radius}
            onChange={(next) => onChange({ radius: next })}
          />
        ) : (
          <TownField onTown={(town) => choose(town.square, townText(town))} />
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
        aria-label="Near a town"
        placeholder="or a town"
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
