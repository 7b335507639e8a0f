/** English texts that a post begins with. Where a need has no title, the API gives it the English one. */
import { TITLE_OF_A_NEED, USUAL_REWARD } from '#contract/posts.ts';
import { inLanguage } from './words.ts';

export const usual = inLanguage('usual', { title: TITLE_OF_A_NEED, reward: USUAL_REWARD });
