/** Where a post is: in words, and as a square that hides where exactly. */
import { useId } from 'react';
import { gridOf, snap } from '#contract/grid.ts';
import { pointIn } from '#contract/near.ts';
import { PLACE_NAME_MAX_CHARACTERS, type Place } from '#contract/posts.ts';
import type { FormField } from '../hooks/use-form.ts';
import { Alert } from '../parts/alert.tsx';
import { Button } from '../parts/button.tsx';
import { Field } from '../parts/field.tsx';
import { PlaceIcon } from '../parts/more-icons.tsx';
import { SegmentedControl } from '../parts/segmented-control.tsx';
import { feed } from '../words/feed.ts';
import { postForm } from '../words/post-form.ts';
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
        label={postForm.place}
        hint={postForm.placeHint(PLACE_NAME_MAX_CHARACTERS)}
        placeholder={postForm.placeExample}
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
        <section className={pane.section} aria-label={postForm.square}>
          <SquarePicture place={place} />
          <div className={pane.actions}>
            <SegmentedControl
              label={postForm.squareWidth}
              options={{ '600m': postForm.about600m, '5km': postForm.about5km }}
              value={place.blur}
              onChange={setBlur}
            />
            <Button variant="quiet" onClick={() => setSquare('')}>
              {postForm.removeSquare}
            </Button>
          </div>
          <p className={pane.lead}>{postForm.squareHint}</p>
        </section>
      ) : (
        <section className={pane.section} aria-label={postForm.position}>
          {problem && <Alert tone="error">{problem}</Alert>}
          <div className={pane.actions}>
            <Button variant="secondary" busy={busy} onClick={locate}>
              <PlaceIcon /> {busy ? feed.askingBrowser : postForm.takePosition}
            </Button>
          </div>
          <p className={pane.lead}>{postForm.positionMeans}</p>
        </section>
      )}
    </>
  );
}
