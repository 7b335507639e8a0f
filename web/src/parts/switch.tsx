/** A setting that is on or off, with a line about it. */
import styles from './switch.module.css';

interface SwitchProps {
  readonly label: string;
  readonly hint?: string;
  readonly checked: boolean;
  /** True while a change is on its way: another one would race with it. */
  readonly busy?: boolean;
  readonly onChange: (checked: boolean) => void;
}

export function Switch({ label, hint, checked, busy = false, onChange }: SwitchProps) {
  return (
    <label className={styles.switch}>
      <input
        type="checkbox"
        role="switch"
        checked={checked}
        aria-disabled={busy}
        onChange={(event) => !busy && onChange(event.target.checked)}
      />
      <span>
        <b>{label}</b>
        {hint !== undefined && <small>{hint}</small>}
      </span>
    </label>
  );
}
