/** Writes and publishes a post. What is written is kept until it is published. */
import { useState } from 'react';
import { useLocation } from 'wouter';
import { type Category, LASTS_DAYS_MAX, type PostKind, TITLE_OF_A_NEED } from '#contract/posts.ts';
import { createPost } from '#contract/routes/posts.ts';
import { PicturesField } from '../attachments/pictures-field.tsx';
import { useForm } from '../hooks/use-form.ts';
import { useListAddress } from '../hooks/use-panes.ts';
import { Alert } from '../parts/alert.tsx';
import { AskButton } from '../parts/ask-button.tsx';
import { Button } from '../parts/button.tsx';
import { Form } from '../parts/form.tsx';
import { Pane } from '../parts/pane.tsx';
import { SegmentedControl } from '../parts/segmented-control.tsx';
import { Select } from '../parts/select.tsx';
import { readDraftFiles, useDraftFiles } from '../state/drafts.ts';
import { useMailbox } from '../state/mailbox.ts';
import { useMyProfile } from '../state/my-profile.ts';
import { useNow } from '../state/now.ts';
import { usePickedFiles } from '../state/picked-files.ts';
import { POST_DRAFT_PLACE, type PostDraftValues, hasPostDraft } from '../state/post-draft.ts';
import { kinds, LASTS_DAYS, daysFrom } from '../text/posts.ts';
import { feed } from '../words/feed.ts';
import { postForm } from '../words/post-form.ts';
import { usual } from '../words/usual.ts';
import { PlaceFields } from './place-fields.tsx';
import { type DetailedPost, PostDetails } from './post-details.tsx';
import { PostTextFields } from './post-text-fields.tsx';
import { problemsOf } from './problems.ts';
import { requestOf, usePublishing } from './use-publishing.ts';
import pane from '../parts/pane.module.css';

/** By days. */
const durations = (): Readonly<Record<string, string>> => ({
  3: postForm.days(3),
  7: postForm.weeks(1),
  14: postForm.weeks(2),
  30: postForm.days(30),
  60: postForm.days(60),
  [LASTS_DAYS_MAX]: postForm.days(LASTS_DAYS_MAX),
});

export function NewPost() {
  const { me } = useMailbox();
  const [, navigate] = useLocation();
  const list = useListAddress('needs');
  const { draft, keep, publish, discard, isRepeated } = usePublishing();
  const isPreparing = usePickedFiles(me, POST_DRAFT_PLACE).files.length > 0;
  const [previewing, setPreviewing] = useState(false);

  const form = useForm<keyof PostDraftValues>(draft().values, (values) => problemsOfDraft(values), publish);
  const field: typeof form.field = (name) => {
    const { onValue, ...rest } = form.field(name);
    return {
      ...rest,
      onValue: (value) => {
        keep({ values: { ...draft().values, [name]: value } });
        onValue(value);
      },
    };
  };
  const kind: PostKind = field('kind').value === 'offer' ? 'offer' : 'need';

  /** What is usual for the one kind becomes what is usual for the other. */
  const setKind = (next: PostKind): void => {
    if (next === kind) return;
    field('kind').onValue(next);
    if (field('days').value === String(LASTS_DAYS[kind])) field('days').onValue(String(LASTS_DAYS[next]));
    if (field('reward').value === usualReward(kind)) field('reward').onValue(usualReward(next));
  };

  return (
    <Pane title={feed.newPost} area="needs">
      <Form form={form}>
        {isRepeated && <Alert tone="error">{postForm.earlierTryArrived}</Alert>}
        <SegmentedControl label={feed.kind} options={kinds()} value={kind} onChange={setKind} />
        <PostTextFields kind={kind} field={field} />
        <PicturesField place={POST_DRAFT_PLACE} />
        <PlaceFields field={field} />
        <Select
          label={postForm.howLong}
          options={durations()}
          value={field('days').value}
          onChange={field('days').onValue}
        />
        <div className={pane.actions}>
          <Button type="submit" variant="primary" busy={form.busy} disabled={isPreparing}>
            {form.busy ? postForm.publishing : isPreparing ? postForm.preparingPictures : postForm.publish}
          </Button>
          <Button variant="secondary" aria-expanded={previewing} onClick={() => setPreviewing(!previewing)}>
            {postForm.preview}
          </Button>
          <AskButton
            variant="quiet"
            label={postForm.discard}
            question={postForm.discardQuestion}
            means={postForm.discardMeans}
            confirmLabel={postForm.discardNow}
            asks={() => hasPostDraft(me) || readDraftFiles(me, POST_DRAFT_PLACE).length > 0}
            onAct={() => {
              discard();
              navigate(list);
            }}
          />
        </div>
      </Form>
      {previewing && <Preview values={draft().values} />}
    </Pane>
  );
}

const usualReward = (kind: PostKind): string => (kind === 'need' ? usual.reward : '');

const ANY_UUID = '00000000-0000-4000-8000-000000000000';

function problemsOfDraft(values: PostDraftValues): Record<string, string> {
  const { title, ...rest } = problemsOf(createPost.body, requestOf(values, ANY_UUID, new Date().toISOString()));
  if (title === undefined) return rest;
  return { title: values.title.trim() === '' ? postForm.offerUntitled : title, ...rest };
}

/** Shows what is written as others will see it: contacts struck out, the place blurred. */
function Preview({ values }: { values: PostDraftValues }) {
  const { me } = useMailbox();
  const { profile } = useMyProfile();
  const now = useNow();
  const request = requestOf(values, ANY_UUID, daysFrom(now, Number(values.days)));
  const normal = createPost.body.safeParse(request).data ?? request;
  const pictures = useDraftFiles(me, POST_DRAFT_PLACE);
  const { title = TITLE_OF_A_NEED, reward, category, kind, ...rest } = normal;
  const post: DetailedPost = {
    ...rest,
    pictures,
    description: rest.description ?? '',
    lastsUntil: request.lastsUntil,
    kind: kind as PostKind,
    category: category as Category,
    title,
    ...(reward && { reward }),
    owner: me,
    ownerName: profile?.displayName ?? me,
    ownerSince: profile?.createdAt ?? now.toISOString(),
    status: 'open',
    createdAt: now.toISOString(),
  };
  return (
    <section className={pane.section} aria-label={postForm.preview}>
      <p className={pane.lead}>{postForm.asOthersSeeIt}</p>
      <PostDetails post={post} />
    </section>
  );
}
