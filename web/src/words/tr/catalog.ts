/** All texts in Turkish. They say "sen", and put no suffix on a name: its last vowel would choose the suffix. */
import type { Translation } from '../words.ts';
import { acts } from './acts.ts';
import { admin } from './admin.ts';
import { announcer } from './announcer.ts';
import { auth } from './auth.ts';
import { details } from './details.ts';
import { emoji } from './emoji.ts';
import { feed } from './feed.ts';
import { files } from './files.ts';
import { helping } from './helping.ts';
import { inbox } from './inbox.ts';
import { keys } from './keys.ts';
import { listing } from './listing.ts';
import { media } from './media.ts';
import { messages } from './messages.ts';
import { messenger } from './messenger.ts';
import { myPosts } from './my-posts.ts';
import { nothing } from './nothing.ts';
import { notifications } from './notifications.ts';
import { outcome } from './outcome.ts';
import { parts } from './parts.ts';
import { person } from './person.ts';
import { picking } from './picking.ts';
import { postForm } from './post-form.ts';
import { postPage } from './post-page.ts';
import { posts } from './posts.ts';
import { problems } from './problems.ts';
import { push } from './push.ts';
import { report } from './report.ts';
import { request } from './request.ts';
import { safety } from './safety.ts';
import { search } from './search.ts';
import { settings } from './settings.ts';
import { share } from './share.ts';
import { shell } from './shell.ts';
import { tray } from './tray.ts';
import { undo } from './undo.ts';
import { usual } from './usual.ts';
import { viewer } from './viewer.ts';
import { withheld } from './withheld.ts';

export const turkish: Translation = {
  language: 'tr',
  direction: 'ltr',
  rooms: {
    acts,
    admin,
    announcer,
    auth,
    details,
    emoji,
    feed,
    files,
    helping,
    inbox,
    keys,
    listing,
    media,
    messages,
    messenger,
    'my-posts': myPosts,
    nothing,
    notifications,
    outcome,
    parts,
    person,
    picking,
    'post-form': postForm,
    'post-page': postPage,
    posts,
    problems,
    push,
    report,
    request,
    safety,
    search,
    settings,
    share,
    shell,
    tray,
    undo,
    usual,
    viewer,
    withheld,
  },
};
