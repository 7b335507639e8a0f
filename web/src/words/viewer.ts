/** English texts of the viewer of pictures. */
import { inLanguage } from './words.ts';

export const viewer = inLanguage('viewer', {
  picture: 'Picture',
  zoomOut: 'Zoom out (-)',
  zoomIn: 'Zoom in (+)',
  download: 'Download',
  closeByKey: 'Close (Esc)',
  previousPicture: 'Previous picture',
  nextPicture: 'Next picture',
  loading: 'Loading',
  noLongerThere: 'This picture is no longer there.',
  notLoaded: 'This picture didn’t load.',
  tryAgain: 'Try again',
});
