import { useLayoutEffect, useRef, useState } from 'react';
import type { Takes } from '../api/scenarios';
import type { Area } from '../areas';
import { usePage } from '../page';
import { scenarioWords } from '../text/scenario';
import { AmountField, AreaField, DayField, Field, TextField } from './ScenarioFields';
import { type Field as FieldName, type Flaw, readStep, type Step, type StepKind, type Typed } from './steps';

interface Props {
  kind: StepKind;
  initial: Typed;
  /** What is known to be wrong with the step as it is; '' is all of it. */
  flaws: Partial<Record<FieldName | '', Flaw['wrong']>>;
  takes: Takes;
  /** What the amounts are called that the variant takes. */
  amount: string;
  areas: Area[];
  /** Whether the form takes the focus when it opens; one that takes the place of what had it does anyway. */
  focus: boolean;
  /** Whether the side of a share can be told where no region is. */
  sided: boolean;
  submit: string;
  put: (step: Step) => void;
  cancel: (() => void) | undefined;
}

/** The form of a step that a reader supposes. What is wrong with it is said beside its fields, and nothing is lost. */
export function ScenarioStepForm(props: Props) {
  const { kind, initial, flaws, takes, amount, areas, focus, sided, submit, put, cancel } = props;
  const { lang } = usePage();
  const say = scenarioWords[lang];
  const { fields } = say;
  const [typed, setTyped] = useState(initial);
  // Once it has been sent, what is wrong follows what is typed.
  const [sent, setSent] = useState(false);
  const [touched, setTouched] = useState<FieldName[]>([]);
  const form = useRef<HTMLFormElement>(null);
  const read = readStep(kind, typed, takes);
  const wrong = sent && 'wrong' in read ? read.wrong : {};
  const invalid = () => form.current?.querySelector<HTMLElement>('[aria-invalid=true]');
  const focusInvalid = useRef(false);
  useLayoutEffect(() => {
    if (!focusInvalid.current) return;
    focusInvalid.current = false;
    invalid()?.focus();
  });
  useLayoutEffect(() => {
    if (!focus && document.activeElement !== document.body) return;
    (invalid() ?? form.current?.querySelector<HTMLElement>('input, select'))?.focus();
  }, []);

  const error = (field: FieldName) => {
    const own = wrong[field];
    if (own) return say.wrong[own]((typed[field] ?? '').trim());
    const flaw = flaws[field];
    if (!flaw || touched.includes(field)) return undefined;
    return typeof flaw === 'string' ? say.wrong[flaw]((typed[field] ?? '').trim()) : flaw.said;
  };
  const entered = (field: FieldName, label: string) => ({
    label,
    error: error(field),
    value: typed[field] ?? '',
    change: (value: string) => {
      setTyped((all) => ({ ...all, [field]: value }));
      setTouched((all) => [...all, field]);
    },
  });
  const much = (title: (what: string) => string, count: string) =>
    takes.amount === null ? (
      <TextField {...entered('count', count)} />
    ) : (
      <AmountField {...entered('amount', title(amount))} />
    );
  const where = () => (
    <>
      <AreaField
        {...entered('region', fields.region)}
        areas={areas}
        none={say.unplaced}
        hint={sided && !typed.region && !typed.in ? say.unplacedHint : undefined}
      />
      {sided && (!typed.region || typed.in) && (
        <Choice {...entered('in', fields.in)} options={say.sides} none="unknown" />
      )}
    </>
  );
  const all = flaws[''];
  return (
    <form
      ref={form}
      className="step-form"
      aria-label={say.form[kind]}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if ('step' in read) return put(read.step);
        setSent(true);
        focusInvalid.current = true;
      }}
      onKeyDown={(event) => {
        // Only the form, not the drawer it is in.
        if (event.key !== 'Escape' || !cancel) return;
        event.preventDefault();
        cancel();
      }}
    >
      {all && <p className="wrong">{typeof all === 'string' ? say.wrong[all]('') : all.said}</p>}
      {kind === 'add' && (
        <>
          <TextField {...entered('name', fields.name)} className="wide" />
          {much(fields.amount, fields.count)}
          {where()}
          <DayField {...entered('day', fields.day)} />
        </>
      )}
      {kind === 'shift' && (
        <>
          <AreaField {...entered('from', fields.from)} areas={areas} none={say.choose} />
          <AreaField {...entered('to', fields.to)} areas={areas} none={say.choose} />
          <fieldset className="segments">
            <legend>{fields.how}</legend>
            {(['amount', 'percent'] as const).map((how) => (
              <label key={how}>
                <input
                  type="radio"
                  name="how"
                  checked={(typed.how ?? 'amount') === how}
                  onChange={() => setTyped({ ...typed, how })}
                />
                <span>{say.hows[how]}</span>
              </label>
            ))}
          </fieldset>
          {typed.how === 'percent' ? (
            <TextField {...entered('percent', fields.percent)} hint={say.percentExample} />
          ) : (
            much(fields.amount, fields.count)
          )}
          <DayField {...entered('day', fields.on)} />
        </>
      )}
      {kind === 'per_month' && (
        <>
          {much(fields.monthly, fields.rate)}
          {where()}
          <DayField {...entered('from', fields.since)} />
          <DayField {...entered('until', fields.until)} hint={say.monthEnds} />
        </>
      )}
      <p className="step-actions">
        <button type="submit" className="take">
          {submit}
        </button>
        {cancel && (
          <button type="button" className="text-button" onClick={cancel}>
            {say.cancel}
          </button>
        )}
      </p>
    </form>
  );
}

function Choice(props: {
  label: string;
  error: string | undefined;
  value: string;
  change: (value: string) => void;
  options: Record<'unknown' | 'in' | 'out', string>;
  none: string;
}) {
  const { label, error, value, change, options, none } = props;
  return (
    <Field label={label} error={error}>
      {(control) => (
        <select
          {...control}
          value={value || none}
          onChange={({ target }) => change(target.value === none ? '' : target.value)}
        >
          {Object.entries(options).map(([id, title]) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
