import { useMemo } from 'react';
import type { Definition } from '../../api/definition';
import { nameOf } from '../../api/definition';
import type { Indicator } from '../../api/figures';
import { type Row, useRows } from '../../api/queries';
import { usePage } from '../../page';
import { Answer } from '../../panels/Answer';
import { Skeleton } from '../../panels/Skeleton';
import { Targets } from '../../panels/Targets';
import { fundWords } from '../../text/fund';
import type { Base } from '../../useData';
import { Detail } from '../Detail';
import { Head } from '../Head';
import { Waiting } from '../Missing';
import { Pipeline } from './Pipeline';
import { Plans } from './Plans';
import { Projects } from './Projects';
import { relatedTo } from './pipeline';
import '../screens.css';
import './fund.css';

const none: never[] = [];

/** Where money goes: the layer behind a share, by stage, against its plans, and project by project. */
export default function FundScreen({ base }: { base: Base }) {
  const { view, lang, words } = usePage();
  const say = fundWords[lang];
  const { definitions, indicators, moment } = base;
  const share = indicators.find((i) => i.kind === 'share' && definitions.some((d) => isPipeline(d, i)));
  const layer = definitions.find((d) => share && isPipeline(d, share));
  const layers = useMemo(() => (layer ? [layer] : none), [layer]);
  const list = useRows(layers, moment);
  const arrived = layer && list.rows.get(layer.id);
  const rows = arrived ?? none;
  const selected = rows.find((row) => view.select?.layer === layer?.id && row.id === view.select?.id);
  return (
    <>
      <Head
        base={base}
        title={
          share ? (
            <Answer indicators={[share]} moment={moment} />
          ) : (
            <span className="answer">
              <span className="sentence">{words.nav.screens.fund}</span>
            </span>
          )
        }
        about={layer || base.ready ? layer?.description[lang] : <Skeleton />}
        absent={arrived !== undefined && view.select?.layer === layer?.id && !selected}
      />
      {!arrived && (!base.ready || share) && <Waiting />}
      {!share && moment && indicators.length > 0 && <p className="empty">{say.noPipeline}</p>}
      {share && layer && arrived && (
        <>
          <div className="pair">
            <div className="progress">
              <Targets indicators={[share]} all={[share]} area={undefined} moment={moment} />
              <Pipeline base={base} layer={layer} rows={rows} share={share} />
            </div>
            <Plans base={base} indicators={indicators.filter((i) => i.layer === layer.id)} />
          </div>
          <div className={selected ? 'with-page' : undefined}>
            <Projects base={base} layer={layer} rows={rows} />
            {selected && (
              <Detail base={base} definition={layer} row={selected}>
                <Related layer={layer} rows={relatedTo(selected, rows)} />
              </Detail>
            )}
          </div>
        </>
      )}
    </>
  );
}

function isPipeline(definition: Definition, indicator: Indicator): boolean {
  return definition.id === indicator.layer && Boolean(definition.stages?.length);
}

function Related({ layer, rows }: { layer: Definition; rows: Row[] }) {
  const { lang, choose } = usePage();
  if (rows.length === 0) return null;
  return (
    <section className="feature">
      <h3>{fundWords[lang].related}</h3>
      <ul className="names">
        {rows.map((row) => (
          <li key={row.id}>
            <button type="button" onClick={() => choose({ layer: layer.id, id: row.id })}>
              <span>{nameOf(row, lang)}</span>
            </button>
            <small>{layer.stages?.find((s) => s.id === row.properties.stage)?.title[lang]}</small>
          </li>
        ))}
      </ul>
    </section>
  );
}
