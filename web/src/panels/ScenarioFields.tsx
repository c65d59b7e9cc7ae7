import { type ReactNode, useId } from 'react';
import type { Area } from '../areas';
import { usePage } from '../page';
import { readWon } from '../text/amount';
import { scenarioWords } from '../text/scenario';

interface FieldProps {
  label: string;
  /** What is wrong with the value, and what to do. */
  error: string | undefined;
  hint?: string | undefined;
  className?: string;
}

interface Control {
  id: string;
  'aria-invalid': boolean;
  'aria-describedby': string | undefined;
}

/** A control with its label above it, and below it what helps to fill it in and what is wrong with it. */
export function Field(props: FieldProps & { children: (control: Control) => ReactNode }) {
  const { label, error, hint, className, children } = props;
  const id = useId();
  const described = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(' ');
  return (
    <div className={className ? `field ${className}` : 'field'}>
      <label htmlFor={id}>{label}</label>
      {children({
        id,
        'aria-invalid': error !== undefined,
        'aria-describedby': described || undefined,
      })}
      {error && (
        <p id={`${id}-error`} className="wrong">
          {error}
        </p>
      )}
      {hint && (
        <p id={`${id}-hint`} className="hint">
          {hint}
        </p>
      )}
    </div>
  );
}

interface Entered {
  value: string;
  change: (value: string) => void;
}

/** A line of text. */
export function TextField({ value, change, ...field }: FieldProps & Entered) {
  return (
    <Field {...field}>
      {(control) => (
        <input
          {...control}
          autoComplete="off"
          value={value}
          onChange={({ target }) => change(target.value)}
        />
      )}
    </Field>
  );
}

/**
 * An amount as officials write it; what it is read as stands below, or an example until it can be read. `settle` is
 * called when it is left, or with Enter.
 */
export function AmountField({
  value,
  change,
  settle,
  example = true,
  ...field
}: FieldProps & Entered & { settle?: () => void; example?: boolean }) {
  const { lang, words } = usePage();
  const say = scenarioWords[lang];
  const read = readWon(value);
  return (
    <Field
      {...field}
      hint={typeof read === 'number' ? say.reads(words.won(read)) : example ? say.amountExample : undefined}
    >
      {(control) => (
        <input
          {...control}
          autoComplete="off"
          value={value}
          onChange={({ target }) => change(target.value)}
          onBlur={settle}
          onKeyDown={(event) => {
            if (event.key === 'Enter') settle?.();
          }}
        />
      )}
    </Field>
  );
}

/** A day. While it is typed it is none. */
export function DayField({ value, change, ...field }: FieldProps & Entered) {
  return (
    <Field {...field}>
      {(control) => (
        <input
          {...control}
          type="date"
          max="2099-12-31"
          value={value}
          onChange={({ target }) => change(target.value)}
        />
      )}
    </Field>
  );
}

/** One of the regions or si/do, or another area that is chosen already. */
export function AreaField(props: FieldProps & Entered & { areas: Area[]; none: string }) {
  const { value, change, areas, none, ...field } = props;
  const { lang } = usePage();
  const { levels } = scenarioWords[lang];
  const of = (level: Area['level']) => areas.filter((a) => a.level === level);
  const other = areas.find((a) => a.code === value && a.level === 'sigungu');
  const option = (a: Area) => (
    <option key={a.code} value={a.code}>
      {a.name[lang]}
    </option>
  );
  return (
    <Field {...field}>
      {(control) => (
        <select {...control} value={value} onChange={({ target }) => change(target.value)}>
          <option value="">{none}</option>
          {other && option(other)}
          <optgroup label={levels.region}>{of('region').map(option)}</optgroup>
          <optgroup label={levels.sido}>{of('sido').map(option)}</optgroup>
        </select>
      )}
    </Field>
  );
}
