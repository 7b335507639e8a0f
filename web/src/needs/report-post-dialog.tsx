/** Reports a post to the administrators. */
import type { Post } from '#contract/posts.ts';
import { ReportThisDialog } from '../parts/report-this-dialog.tsx';

interface ReportPostDialogProps {
  readonly post: Pick<Post, 'id' | 'title'>;
  readonly onClose: () => void;
}

export const ReportPostDialog = ({ post, onClose }: ReportPostDialogProps) => (
  <ReportThisDialog
    title="Report this post"
    quoted={post.title}
    subject={{ post: post.id }}
    hint="Only administrators see your report and the post as it is now."
    outcome="An administrator looks at the post, and its owner doesn’t learn who reported it."
    onClose={onClose}
  />
);
