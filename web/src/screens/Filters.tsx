import { type Choice, type Listed, valuesIn, withValue } from '../filter';
import { usePage } from '../page';

interface Props {
  /** The layer that the filter is of, when it is of one. */
  layer?: string;
  choices: Choice[];
  filter: Record<string, string>;
  rows: Listed[];
}

/** The choice of features by the values of their columns, which the address keeps. */
export function Filters({ layer, choices, filter, rows }: Props) {
  const { go, words } = usePage();
  const chosen = Object.keys(filter).length > 0;
  const set = (column: string, value: string) =>
    go({ ...(layer ? { layer } : {}), filter: withValue(filter, column, value || undefined) }, 'replace');
  return (
    <fieldset className="filters">
      <legend className="unseen">{words.lists.filter}</legend>
      {choices.map(({ column, title, nameOf }) => {
        const values = valuesIn(column, rows);
        if (values.length < 2 && !filter[column]) return null;
        return (
          <label key={column} className={filter[column] ? 'set' : undefined}>
            <span>{title}</span>
            <select
              aria-label={title}
              value={filter[column] ?? ''}
              onChange={({ target: { value } }) => set(column, value)}
            >
              <option value="">{words.lists.all}</option>
              {values.map(({ value, count }) => (
                <option key={value} value={value}>
                  {nameOf(value)} ({words.number(count)})
                </option>
              ))}
            </select>
          </label>
        );
      })}
      {chosen && (
        <button type="button" className="text-button" onClick={() => go({ filter: undefined }, 'replace')}>
          {words.lists.clear}
        </button>
      )}
    </fieldset>
  );
}
