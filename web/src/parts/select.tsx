/** A labeled choice of one of several options, by the browser's own list. */
import { useId } from 'react';
import field from './field.module.css';

interface SelectProps<K extends string> {
  readonly label: string;
  /** The text of each option. */
  readonly options: Readonly<Record<K, string>>;
  readonly value: K;
  readonly onChange: (value: K) => void;
  /** True where the options say by themselves what they are: the label is for screen readers alone. */
  readonly hidesLabel?: boolean;
}

export function Select<K extends string>({ label, options, value, onChange, hidesLabel = false }: SelectProps<K>) {
  const id = useId();
  return (
    <div className={field.field}>
      <label htmlFor={id} className={hidesLabel ? 'visually-hidden' : undefined}>
        {label}
      </label>
      <div className={field.control} data-compact={hidesLabel || undefined}>
        <select id={id} value={value} onChange={(event) => onChange(event.target.value as K)}>
          {(Object.entries(options) as [K, string][]).map(([option, text]) => (
            <option key={option} value={option}>
              {text}
            </option>
          ))}
        </select>
      </div>
    </div>
  );
}
