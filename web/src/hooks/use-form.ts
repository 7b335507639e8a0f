/** What all forms do: check before sending, show errors at their fields, focus the first one, send once at a time. */
import { type FocusEvent, type FormEvent, type RefObject, useEffect, useRef, useState } from 'react';
import type { KeptValues } from '../state/form-draft.ts';
import { explain } from '../text/explain.ts';

type Errors<F extends string> = Partial<Record<F, string | undefined>>;

export interface FormField {
  readonly name: string;
  readonly value: string;
  readonly error: string | undefined;
  onValue(value: string): void;
  /** Checks what was typed, once somebody goes on to another field. */
  onBlur(event: FocusEvent): void;
}

export interface FormState<F extends string> {
  readonly ref: RefObject<HTMLFormElement | null>;
  readonly busy: boolean;
  /** What is wrong with no field in particular. */
  readonly problem: string | undefined;
  /** True if it was sent, and nothing has changed since. */
  readonly done: boolean;
  /** Returns the props of a field's input. */
  field(name: F): FormField;
  submit(event?: FormEvent): void;
  /** True if it began with what was typed before and not sent. */
  readonly isKept: boolean;
  /** Goes back to the first values, and keeps nothing of what was typed. */
  forget(): void;
}

/**
 * @param initial the fields in order, and their values at first
 * @param check returns what is wrong before anything is sent, by field
 * @param send rejects with a reason that {@link explain} understands
 * @param kept keeps what was typed. Absent: it is lost with the form.
 */
export function useForm<F extends string>(
  initial: Readonly<Record<F, string>>,
  check: (values: Readonly<Record<F, string>>) => Errors<F>,
  send: (values: Readonly<Record<F, string>>) => Promise<void>,
  kept?: KeptValues,
): FormState<F> {
  const ref = useRef<HTMLFormElement>(null);
  const [values, setValues] = useState(() => withKept(initial, kept?.read()));
  const [errors, setErrors] = useState<Errors<F>>({});
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState(false);
  const [isKept, setKept] = useState(values !== initial);

  const keptNow = useRef<Readonly<Record<F, string>>>(values);
  useEffect(() => {
    if (keptNow.current === values) return;
    keptNow.current = values;
    kept?.write(changesOf(initial, values));
    // What the server has may change meanwhile: that alone is nothing to keep.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [values, kept]);

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
      onBlur: ({ relatedTarget }) => {
        // What is pressed must not move away below the finger.
        const isField = relatedTarget instanceof HTMLInputElement || relatedTarget instanceof HTMLTextAreaElement;
        if (isField && values[name] !== '') setErrors((before) => ({ ...before, [name]: check(values)[name] }));
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
        .then(() => {
          kept?.write({});
          setKept(false);
          setDone(true);
        })
        .catch((reason: unknown) => {
          const explanation = explain(reason);
          const ofFields = Object.fromEntries(
            Object.entries(explanation.errors).filter(([name]) => name in initial),
          ) as Errors<F>;
          show(ofFields, Object.keys(ofFields).length > 0 ? undefined : explanation.detail);
        })
        .finally(() => setBusy(false));
    },
    isKept,
    forget: () => {
      kept?.write({});
      setKept(false);
      setValues(initial);
    },
  };
}

function withKept<F extends string>(
  initial: Readonly<Record<F, string>>,
  kept: Readonly<Record<string, string>> = {},
): Readonly<Record<F, string>> {
  const known = Object.entries(kept).filter(([name]) => name in initial);
  return known.length === 0 ? initial : { ...initial, ...(Object.fromEntries(known) as Partial<Record<F, string>>) };
}

const changesOf = <F extends string>(
  initial: Readonly<Record<F, string>>,
  values: Readonly<Record<F, string>>,
): Record<string, string> =>
  Object.fromEntries(Object.entries<string>(values).filter(([name, value]) => value !== initial[name as F]));
