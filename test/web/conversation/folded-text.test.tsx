/** Folding messages that are very high. */
import { fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FoldedText } from '#web/src/conversation/folded-text.tsx';

describe('the text of a message', () => {
  // There is no layout here: a line is 20 px high, and what is folded shows 400 px.
  beforeEach(() => {
    vi.spyOn(HTMLElement.prototype, 'scrollHeight', 'get').mockImplementation(function height(this: HTMLElement) {
      return 20 * (this.textContent.split('\n').length + this.textContent.length / 50);
    });
    vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(400);
  });
  afterEach(() => void vi.restoreAllMocks());
  const button = (name: string): HTMLElement | null => screen.queryByRole('button', { name });

  it.each([
    ['lines', '\n'.repeat(3_000)],
    ['words', 'word '.repeat(400)],
  ])('is folded where it has very many %s, and can be unfolded', (_, text) => {
    render(<FoldedText text={`Begin${text}end`} />);

    fireEvent.click(button('Show more') as HTMLElement);
    expect(button('Show more')).toBeNull();
    fireEvent.click(button('Show less') as HTMLElement);
    expect(button('Show more')).not.toBeNull();
  });

  it.each(['Hello', 'one\ntwo\nthree', 'word '.repeat(60), 'line\n'.repeat(12)])(
    'is shown whole otherwise: %j',
    (text) => {
      render(<FoldedText text={text} />);

      expect(screen.queryByRole('button')).toBeNull();
    },
  );

  const seen = (): string => {
    const copy = document.querySelector('[data-text]')?.cloneNode(true) as HTMLElement;
    for (const hidden of copy.querySelectorAll('[hidden]')) hidden.remove();
    return copy.textContent;
  };
  const EMPTY = '\n'.repeat(2_000);
  const UNSEEN = '\u200b \u2800\t\n'.repeat(700);

  it.each([
    ['between two words', `Top${EMPTY}bottom`, 'Top\n\nbottom'],
    ['before a word', `\u200b${EMPTY}bottom`, 'bottom'],
    ['with what is not seen in them', `Top\n${UNSEEN}bottom\n${UNSEEN}end`, 'Top\n\nbottom\n\nend'],
    ['beside formatting', `*Top*${EMPTY}_end_`, 'Top\n\nend'],
  ])('shows no run of empty lines %s while it is folded, and has it to copy', (_, text, shown) => {
    render(<FoldedText text={text} />);

    expect(seen()).toBe(shown);
    expect(document.querySelector('[data-text]')?.textContent).toBe(text);

    fireEvent.click(button('Show more') as HTMLElement);
    expect(seen().split('\n').length).toBeGreaterThan(700);
  });

  it('keeps the empty lines of code', () => {
    const text = `\`\`\`\none${'\n'.repeat(12)}two\n\`\`\``;
    render(<FoldedText text={text} />);

    expect(seen()).toBe(`one${'\n'.repeat(12)}two`);
  });

  it('is unfolded for a link in it that the keyboard reaches', () => {
    render(<FoldedText text={`${'\n'.repeat(100)}https://example.org`} />);
    const link = screen.getByRole('link');
    vi.spyOn(link, 'getBoundingClientRect').mockReturnValue(new DOMRect(0, 2_000, 100, 20));

    fireEvent.focus(link);

    expect(button('Show less')).not.toBeNull();
  });
});
