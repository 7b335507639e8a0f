/** Where a post is: in words, and as a square that hides where exactly. */
import { useId } from 'react';
import { gridOf, snap } from '#contract/grid.ts';
import { pointIn } from '#contract/near.ts';
import { PLACE_NAME_MAX_CHARACTERS, type Place } from '#contract/posts.ts';
import type { FormField } from '../hooks/use-form.ts';
import { Alert } from '../parts/alert.tsx';
import { Button } from '../parts/button.tsx';
import { Field } from '../parts/field.tsx';
import { PlaceIcon } from '../parts/icons.tsx';
import { SegmentedControl } from '../parts/segmented-control.tsx';
import { SquarePicture } from './square-picture.tsx';
import { TownOptions, useTowns } from './town-options.tsx';
import { townText } from './towns.ts';
import { useMySquare } from './use-my-square.ts';
import pane from '../parts/pane.module.css';

/** @param square the middle of a square of 600 m, as `latitude,longitude` */
export function placeOf(square: string, blur: string): Place | undefined {
  const point = pointIn(square);
  const wide = blur === '5km' ? '5km' : '600m';
  return point && { ...snap(gridOf(wide), point), blur: wide };
}

interface PlaceFieldsProps {
  readonly field: (name: 'placeName' | 'place' | 'blur') => FormField;
}

export function PlaceFields({ field }: PlaceFieldsProps) {
  const { value: square, onValue: setSquare } = field('place');
  const { value: blur, onValue: setBlur } = field('blur');
  const place = placeOf(square, blur);
  const { value: name } = field('placeName');
  /** A quarter is typed before its town. The square never comes from what is typed. */
  const quarter = name.slice(0, name.lastIndexOf(',') + 1);
  const towns = useTowns(name.slice(quarter.length));
  const id = useId();
  const { locate, busy, problem } = useMySquare(setSquare);

  return (
    <>
      <Field
        label="Where"
        hint={
          `Optional: a quarter or a town, up to ${PLACE_NAME_MAX_CHARACTERS} characters. No digits, since house ` +
          'numbers say too much.'
        }
        placeholder="Alfama, Lisbon"
        autoComplete="off"
        dir="auto"
        list={id}
        {...field('placeName')}
      />
      <TownOptions
        id={id}
        towns={towns}
        text={name}
        optionOf={(town) => (quarter === '' ? townText(town) : `${quarter} ${town.name}`)}
      />
      {place ? (
        <section className={pane.section} aria-label="The square that others see">
          <SquarePicture place={place} />
          <div className={pane.actions}>
            <SegmentedControl
              label="How wide the square is"
              options={{ '600m': 'About 600 m', '5km': 'About 5 km' }}
              value={place.blur}
              onChange={setBlur}
            />
            <Button variant="quiet" onClick={() => setSquare('')}>
              Remove the square
            </Button>
          </div>
          <p className={pane.lead}>
            If your house stands alone, choose 5 km. Next to a square you posted from before, that one is used again.
          </p>
        </section>
      ) : (
        <section className={pane.section} aria-label="Your position">
          {problem && <Alert tone="error">{problem}</Alert>}
          <div className={pane.actions}>
            <Button variant="secondary" busy={busy} onClick={locate}>
              <PlaceIcon /> {busy ? 'Asking your browser…' : 'Use my position'}
            </Button>
          </div>
          <p className={pane.lead}>
            People nearby find your post by it. Only a square of about 600 m leaves this device, and you see it first.
          </p>
        </section>
      )}
    </>
  );
}
