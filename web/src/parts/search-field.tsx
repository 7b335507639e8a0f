/** Searches a list by the beginnings of words. Esc clears it. */
import { useRef } from 'react';
import { isPlain } from '../hooks/keys.ts';
import { parts } from '../words/parts.ts';
import { IconButton } from './button.tsx';
import { ClearIcon, SearchIcon } from './more-icons.tsx';
import styles from './search-field.module.css';

interface SearchFieldProps {
  readonly label: string;
  readonly placeholder?: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly autoFocus?: boolean;
  /** Moves the focus to the first result. */
  readonly onDown?: () => void;
}

export function SearchField({
  label,
  placeholder = parts.searchByName,
  value,
  onValue,
  autoFocus = false,
  onDown,
}: SearchFieldProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className={styles.search} role="search">
      <SearchIcon />
      <input
        ref={input}
        type="search"
        autoFocus={autoFocus}
        aria-label={label}
        placeholder={placeholder}
        autoCapitalize="none"
        autoComplete="off"
        spellCheck={false}
        value={value}
        onChange={(event) => onValue(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && value !== '') {
            event.preventDefault();
            onValue('');
          } else if (event.key === 'ArrowDown' && isPlain(event) && onDown) {
            event.preventDefault();
            onDown();
          }
        }}
      />
      {value !== '' && (
        <IconButton
          label={parts.clearSearch}
          onClick={() => {
            onValue('');
            input.current?.focus();
          }}
        >
          <ClearIcon />
        </IconButton>
      )}
    </div>
  );
}
