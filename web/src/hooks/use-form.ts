/** What every form does: check before sending, name the errors by field, lead to the first of them, send once at a time. */
import { type FormEvent, type RefObject, useRef, useState } from 'react';
import { explain } from '../text/explain.ts';

type Errors<F extends string> = Partial<Record<F, string | undefined>>;

export interface FormState<F extends string> {
  readonly ref: RefObject<HTMLFormElement | null>;
  readonly busy: boolean;
  /** What concerns no field. */
  readonly problem: string | undefined;
  /** Whether it was sent, and nothing has changed since. */
  readonly done: boolean;
  /** The properties of one field's input. */
  field(name: F): { name: F; value: string; error: string | undefined; onValue(value: string): void };
  submit(event?: FormEvent): void;
}

/**
 * @param initial the fields and what stands in them at first
 * @param check what is wrong before anything is sent, by field
 * @param send rejects with what {@link explain} understands
 */
export function useForm<F extends string>(
  initial: Readonly<Record<F, string>>,
  check: (values: Readonly<Record<F, string>>) => Errors<F>,
  send: (values: Readonly<Record<F, string>>) => Promise<void>,
): FormState<F> {
  const ref = useRef<HTMLFormElement>(null);
  const [values, setValues] = useState(initial);
  const [errors, setErrors] = useState<Errors<F>>({});
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState(false);

  const show = (found: Errors<F>, rest?: string): void => {
    setErrors(found);
    setProblem(rest);
    const first = Object.keys(initial).find((name) => found[name as F]);
    if (first) ref.current?.querySelector<HTMLInputElement>(`[name="${first}"]`)?.focus();
  };

  return {
    ref,
    busy,
    problem,
    done,
    field: (name) => ({
      name,
      value: values[name],
      error: errors[name],
      onValue: (value) => {
        setValues((before) => ({ ...before, [name]: value }));
        setErrors((before) => ({ ...before, [name]: undefined }));
        setDone(false);
      },
    }),
    submit: (event) => {
      event?.preventDefault();
      if (busy) return;
      const found = check(values);
      if (Object.values(found).some(Boolean)) return show(found);
      setBusy(true);
      setDone(false);
      show({});
      send(values)
        .then(() => setDone(true))
        .catch((reason: unknown) => {
          const { detail, errors: named } = explain(reason);
          const known = Object.fromEntries(Object.entries(named).filter(([name]) => name in initial)) as Errors<F>;
          show(known, Object.keys(known).length > 0 ? undefined : detail);
        })
        .finally(() => setBusy(false));
    },
  };
}
