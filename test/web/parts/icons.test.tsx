/** The icons. */
import { render } from '@testing-library/react';
import { expect, it } from 'vitest';
import { PinIcon } from '#web/src/parts/icons.tsx';

it('grow with the size of the text', () => {
  const { container } = render(<PinIcon size={14} />);

  expect(container.querySelector('svg')?.getAttribute('width')).toBe('0.875rem');
});
