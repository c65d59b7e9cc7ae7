import type { Indicator, Variant } from '../api/figures';
import { variantOf } from '../indicators';
import { usePage } from '../page';
import { useNarrow } from '../useNarrow';
import { fit, readVariant, rebase, titleOfVariant, withVariant, writeVariant } from '../variant';

/** The choice of the variant that an indicator is read in, when there is one; on a small screen folded, unless it is within what is. */
export function Variants({ indicator, folded }: { indicator: Indicator; folded?: boolean }) {
  const { view, go, words } = usePage();
  const narrow = useNarrow();
  const id = variantOf(indicator, view) ?? '';
  const choices = (
    <VariantChoice
      indicator={indicator}
      id={id}
      choose={(chosen) => go({ variant: withVariant(indicator, chosen, view) }, 'replace')}
    />
  );
  if (folded || !narrow || !indicator.switches?.length) return choices;
  return (
    <details className="variants-folded">
      <summary>
        <span className="unseen">{words.figures.variant}: </span>
        {titleOfVariant(indicator, id)}
      </summary>
      {choices}
    </details>
  );
}

interface ChoiceProps {
  indicator: Indicator;
  /** Id of the variant chosen. */
  id: string;
  choose: (id: string) => void;
}

/** The variants of an indicator and its switches, each as a choice that composes the id. */
export function VariantChoice({ indicator, id, choose }: ChoiceProps) {
  const { figures } = usePage().words;
  const composed = readVariant(indicator, id);
  if (!composed) return null;
  const { base, options } = composed;
  const switches = indicator.switches ?? [];
  return (
    <div className="variants">
      {indicator.variants.length > 1 && (
        <Choice
          title={figures.variant}
          of={indicator.variants}
          chosen={base}
          choose={(v) => choose(writeVariant(indicator, rebase(indicator, v, options)))}
        />
      )}
      {switches.map(({ id: key, title, options: offered }, i) => (
        <Choice
          key={key}
          title={title}
          of={offered.filter((v) => fit({ base, options: options.with(i, v) }))}
          chosen={options[i]}
          choose={(v) => choose(writeVariant(indicator, { base, options: options.with(i, v) }))}
        />
      ))}
    </div>
  );
}

interface Offer {
  title: string;
  of: Variant[];
  chosen: Variant | undefined;
  choose: (variant: Variant) => void;
}

function Choice({ title, of, chosen, choose }: Offer) {
  const { figures } = usePage().words;
  return (
    <label title={chosen && `${title}: ${chosen.description}`}>
      <span className="unseen">{title}</span>
      <select
        value={chosen?.id}
        onChange={({ target: { value } }) => {
          const variant = of.find((v) => v.id === value);
          if (variant) choose(variant);
        }}
      >
        {of.map((v) => (
          <option key={v.id} value={v.id}>
            {figures.option(v.title, v.not_computable === undefined)}
          </option>
        ))}
      </select>
    </label>
  );
}
