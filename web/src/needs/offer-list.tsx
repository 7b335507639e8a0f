/** Who has written to me from a post of mine, the first one first, and to whom it is promised. */
import { useRef, useState } from 'react';
import type { Offer } from '#contract/offers.ts';
import type { Post } from '#contract/posts.ts';
import { Alert } from '../parts/alert.tsx';
import { Avatar } from '../parts/avatar.tsx';
import { Badge } from '../parts/badge.tsx';
import { Button, ButtonLink } from '../parts/button.tsx';
import { ProfileLink } from '../parts/profile-link.tsx';
import { Sentence } from '../parts/sentence.tsx';
import { unseen } from '../parts/unseen.tsx';
import { selectionPath } from '../paths.ts';
import { useNow } from '../state/now.ts';
import { fullDateOf } from '../text/dates.ts';
import { explain } from '../text/explain.ts';
import { ageOf, standingOf } from '../text/posts.ts';
import { helping } from '../words/helping.ts';
import { shell } from '../words/shell.ts';
import { useOffers } from './use-offers.ts';
import type { PostChanges } from './use-post.ts';
import pane from '../parts/pane.module.css';
import styles from './offer-list.module.css';

export function OfferList({ post, changes }: { post: Post; changes: PostChanges }) {
  const { value: offers, problem, reload } = useOffers(post.id);
  const standing = standingOf(post, useNow());
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const list = useRef<HTMLOListElement>(null);
  const isLive = standing === 'open' || standing === 'promised';

  const promise = (person: string): void => {
    setBusy(true);
    setRefusal(undefined);
    changes
      .change({ status: 'promised', promisedTo: person })
      .then(
        // The button is gone.
        () => list.current?.focus(),
        (reason: unknown) => setRefusal(explain(reason).detail),
      )
      .finally(() => setBusy(false));
  };

  if (!offers)
    return problem ? (
      <p>
        {explain(problem).detail}{' '}
        <Button variant="link" onClick={() => void reload()}>
          {shell.tryAgain}
        </Button>
      </p>
    ) : null;
  return (
    <section className={pane.section} aria-label={helping.writers}>
      <h2>{offers.length === 0 ? helping.nobodyWrote : helping.someWrote(offers.length)}</h2>
      {refusal && <Alert tone="error">{refusal}</Alert>}
      {offers.length > 0 && (
        <ol ref={list} className={pane.list} tabIndex={-1}>
          {offers.map((offer) => (
            <OfferItem
              key={offer.person}
              offer={offer}
              role={roleIn(post, offer.person)}
              canPromise={isLive && post.promisedTo !== offer.person}
              busy={busy}
              onPromise={() => promise(offer.person)}
            />
          ))}
        </ol>
      )}
    </section>
  );
}

function roleIn({ promisedTo, helpers = [] }: Post, person: string): string | undefined {
  if (helpers.some(({ username }) => username === person)) return helping.helped;
  return promisedTo === person ? helping.isPromised : undefined;
}

interface OfferItemProps {
  readonly offer: Offer;
  /** What the owner has said of this person. */
  readonly role: string | undefined;
  readonly canPromise: boolean;
  readonly busy: boolean;
  readonly onPromise: () => void;
}

function OfferItem({ offer, role, canPromise, busy, onPromise }: OfferItemProps) {
  const { person, displayName, offeredAt } = offer;
  const now = useNow();
  return (
    <li>
      <Avatar username={person} size="s" />
      <p className={pane.main}>
        <span className={styles.name}>
          <ProfileLink username={person} button={{ variant: 'link' }} label={helping.profileOf(displayName)}>
            <bdi>{displayName}</bdi>
          </ProfileLink>
          {displayName !== person && (
            <small>
              <bdi>{person}</bdi>
            </small>
          )}
          {role !== undefined && <Badge tone="success">{role}</Badge>}
        </span>
        <small>
          <Sentence
            of={helping.wrote(
              <time dateTime={offeredAt} title={fullDateOf(new Date(offeredAt))}>
                {ageOf(offeredAt, now)}
              </time>,
            )}
          />
        </small>
      </p>
      <div className={styles.actions}>
        <ButtonLink href={selectionPath('conversations', person)} variant="quiet" size="small">
          <Sentence of={helping.openChat(displayName, unseen)} />
        </ButtonLink>
        {canPromise && (
          <Button variant="secondary" size="small" busy={busy} onClick={onPromise}>
            <Sentence of={helping.promise(<bdi>{displayName}</bdi>, unseen)} />
          </Button>
        )}
      </div>
    </li>
  );
}
