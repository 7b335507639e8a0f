/** Types the custom properties that components hand to their style sheets by `style`. */
import 'react';

declare module 'react' {
  interface CSSProperties {
    '--hue'?: number;
    '--frame-width'?: string;
    '--frame-ratio'?: string;
  }
}
