import { useMemo } from 'react';
import { useGivenUp } from '../../api/failures';
import { type Indicator, useEachFigures } from '../../api/figures';
import { type Row, useRows } from '../../api/queries';
import type { Area } from '../../areas';
import { usePage } from '../../page';
import { FigureButton } from '../../panels/FigureButton';
import { Skeleton } from '../../panels/Skeleton';
import { targetWords } from '../../text/targets';
import type { Base } from '../../useData';
import { useNarrow } from '../../useNarrow';
import type { Lang } from '../../view';
import { type Cell, cellOf, columnsOf, otherOptions, readingsOf } from './matrix';

/** How far it has come in each region, by the values that an indicator counts: a table of regions by these values. */
export function Matrix({ indicator, base }: { indicator: Indicator; base: Base }) {
  const { view, lang, enter } = usePage();
  const narrow = useNarrow();
  const say = targetWords[lang];
  const [column] = indicator.across ?? [];
  const regions = base.areas.filter((a) => a.level === 'region');
  const readings = useMemo(() => readingsOf(indicator), [indicator]);
  const { figures } = useEachFigures(
    readings.map(({ variant }) => ({
      indicator: indicator.id,
      cuts: { variant, by: 'region', across: column?.id },
    })),
    base.moment,
  );
  const layer = useMemo(() => [{ id: indicator.layer }], [indicator.layer]);
  const rows = useRows(layer, base.moment, false).rows.get(indicator.layer);
  // A row or column more moves all that is read, so they come at once.
  const partial = !useGivenUp() && (regions.length === 0 || figures.includes(undefined));
  const values = partial ? [] : columnsOf(figures);
  const names = useMemo(() => namesIn(column?.id ?? '', rows ?? [], lang), [column, rows, lang]);
  const nameOf = (value: string) => column?.values?.[value] ?? names.get(value) ?? value;
  const options = otherOptions(indicator).map(({ option }) => option);
  const id = `matrix-${indicator.id}`;
  return (
    <section className="card list matrix" aria-labelledby={id}>
      <header>
        <h2 id={id}>{say.matrix(indicator.title)}</h2>
      </header>
      {values.length === 0 && (
        <div className="coming">
          <Skeleton />
        </div>
      )}
      {values.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <section className="scroll" aria-label={say.matrix(indicator.title)} tabIndex={0}>
          <table>
            <thead>
              <tr>
                <th scope="col">{say.region}</th>
                {values.map((value) => (
                  <th key={value} scope="col">
                    {nameOf(value)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {regions.map((area) => (
                <tr key={area.code} className={area.code === view.region ? 'on' : undefined}>
                  <th scope="row">
                    <button
                      type="button"
                      aria-pressed={area.code === view.region}
                      onClick={() => enter(area.code === view.region ? undefined : area.code)}
                    >
                      {narrow ? area.short[lang] : area.name[lang]}
                    </button>
                  </th>
                  {values.map((value) => (
                    <td key={value}>
                      <Standing
                        indicator={indicator}
                        area={area}
                        value={nameOf(value)}
                        cell={cellOf(readings, figures, area.code, value)}
                      />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      <dl className="matrix-key">
        {indicator.variants.map((variant, at) => (
          <div key={variant.id}>
            <dt>
              <Steps reached={at} of={indicator.variants.length} /> {variant.title}
            </dt>
            <dd>{variant.description}</dd>
          </div>
        ))}
        {options.map((option) => (
          <div key={option.id}>
            <dt>
              <span aria-hidden="true">◆</span> {option.title}
            </dt>
            <dd>{say.under}</dd>
          </div>
        ))}
      </dl>
      <details className="hint">
        <summary>{say.whatItIs}</summary>
        {indicator.description}
      </details>
    </section>
  );
}

interface StandingProps {
  indicator: Indicator;
  area: Area;
  /** What the column is called. */
  value: string;
  cell: Cell | undefined;
}

// How far it has come in one region: steps and a word, then how far under each other option of the switches.
function Standing({ indicator, area, value, cell }: StandingProps) {
  const { lang } = usePage();
  const say = targetWords[lang];
  const { variants } = indicator;
  if (!cell) return <span className="far">{say.nothing}</span>;
  const { reached, possible, figure, under } = cell;
  return (
    <>
      <span className={`far far-${reached + 1}`}>
        <Steps reached={reached} of={variants.length} />{' '}
        <FigureButton indicator={indicator} figure={figure} where={`${area.name[lang]} · ${value}`}>
          {variants[reached]?.title ?? say.nothing}
        </FigureButton>
      </span>
      {possible !== undefined && <small>{say.maybe(variants[possible]?.title ?? '')}</small>}
      {reached >= 0 &&
        otherOptions(indicator).map(({ option, usual }, i) => {
          const at = under[i] ?? -1;
          return at >= 0 ? (
            <small key={option.id}>
              <span aria-hidden="true">◆</span> {option.title}
              {at < reached && `: ${variants[at]?.title}`}
            </small>
          ) : (
            <small key={option.id}>
              <span aria-hidden="true">◇</span> {usual?.title}
            </small>
          );
        })}
    </>
  );
}

// As many bars as there are variants, those that hold filled.
function Steps({ reached, of }: { reached: number; of: number }) {
  return (
    <svg className="steps-reached" width={of * 7} height="12" aria-hidden="true">
      {Array.from({ length: of }, (_, i) => (
        <rect
          key={i}
          x={i * 7 + 0.5}
          y="0.5"
          width="5"
          height="11"
          className={i <= reached ? 'full' : undefined}
        />
      ))}
    </svg>
  );
}

// What the values of a column in one language are called in another, as the features have both.
function namesIn(column: string, rows: Row[], lang: Lang): Map<string, string> {
  const other = column.replace(/_(ko|en)$/, `_${lang}`);
  return new Map(
    rows.flatMap(({ properties }) => {
      const [value, name] = [properties[column], properties[other]];
      return typeof value === 'string' && typeof name === 'string' ? [[value, name] as const] : [];
    }),
  );
}
