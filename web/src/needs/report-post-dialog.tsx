/** Reports a post to the administrators. */
import type { Post } from '#contract/posts.ts';
import { ReportThisDialog } from '../parts/report-this-dialog.tsx';
import { postPage } from '../words/post-page.ts';

interface ReportPostDialogProps {
  readonly post: Pick<Post, 'id' | 'title'>;
  readonly onClose: () => void;
}

export const ReportPostDialog = ({ post, onClose }: ReportPostDialogProps) => (
  <ReportThisDialog
    title={postPage.report}
    quoted={post.title}
    subject={{ post: post.id }}
    hint={postPage.reportHint}
    outcome={postPage.reported}
    onClose={onClose}
  />
);
