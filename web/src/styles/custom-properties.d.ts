/** Lets `style` carry the custom properties that the style sheets read. */
import 'react';

declare module 'react' {
  interface CSSProperties {
    '--hue'?: number;
  }
}
