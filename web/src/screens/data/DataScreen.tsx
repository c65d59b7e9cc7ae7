import { useMemo } from 'react';
import { useColumns, useMatches } from '../../api/layer';
import { type Collection, useDefinitions, useRows } from '../../api/queries';
import { choicesOf, filterFor } from '../../filter';
import { Icon } from '../../Icon';
import { usePage } from '../../page';
import { addressOf } from '../../panels/facts';
import { dataWords } from '../../text/data';
import type { Base } from '../../useData';
import { Filters } from '../Filters';
import { Head } from '../Head';
import { Waiting } from '../Missing';
import { Columns } from './Columns';
import { Copy } from './Copy';
import { examplesFor, formatsOf, itemsAddress } from './downloads';
import '../screens.css';
import './data.css';
import { Skeleton } from '../../panels/Skeleton';

const none: never[] = [];

/** Every layer to read about and to take along, and how to do the same from programs. */
export default function DataScreen({ base }: { base: Base }) {
  const { view, go, lang, words } = usePage();
  const say = dataWords[lang];
  const { collections = none } = base;
  const groups: [string, Collection[]][] = [
    [say.places, collections.filter((c) => c.geometry)],
    [say.tables, collections.filter((c) => !c.geometry)],
  ];
  const layer = collections.find((c) => c.id === view.layer) ?? groups.flatMap(([, members]) => members)[0];
  return (
    <>
      <Head
        base={base}
        title={collections.length > 0 ? say.title(collections.length) : words.nav.screens.data}
        about={say.about}
      />
      {collections.length > 0 ? (
        <div className="catalog">
          <fieldset className="card layer-list">
            <legend className="unseen">{say.layers}</legend>
            {groups.map(([title, members]) => (
              <div key={title}>
                <h2>{title}</h2>
                {members.map((c) => (
                  <label key={c.id}>
                    <input
                      type="radio"
                      name="layer"
                      checked={c === layer}
                      onChange={() => go({ layer: c.id, filter: undefined }, 'replace')}
                    />
                    <span>{c.title}</span>
                    <small>{say.count(c.count)}</small>
                  </label>
                ))}
              </div>
            ))}
          </fieldset>
          {layer && <Layer key={layer.id} base={base} layer={layer} />}
        </div>
      ) : (
        <Waiting />
      )}
    </>
  );
}

function Layer({ base, layer }: { base: Base; layer: Collection }) {
  const { view, lang, words } = usePage();
  const say = dataWords[lang];
  const { moment } = base;
  const its = useMemo(() => [layer], [layer]);
  const definitions = useDefinitions(its, moment) ?? none;
  const [definition] = definitions;
  const arrived = useRows(definitions, moment, false).rows.get(layer.id);
  const rows = arrived ?? none;
  const columns = useColumns(layer.id, moment, lang);
  const titles = { stage: words.stage, region: words.lists.region };
  const choices = definition ? choicesOf(definition, base.areas, titles, lang) : none;
  const filter = filterFor(choices, view.filter);
  const matches = useMatches(layer.id, filter, moment);
  const documents = new Set(rows.flatMap((row) => row.citations.map((c) => addressOf(c)?.href ?? c.source)));
  const licences = layer.links.filter((l) => l.rel === 'license');
  const link = (rel: string) => layer.links.find((l) => l.rel === rel)?.href;
  const box = layer.extent?.spatial?.bbox[0]?.map((n) => n.toFixed(2)).join(', ');
  const facts: [string, React.ReactNode][] = [
    [say.facts.count, arrived ? say.count(rows.length) : <Skeleton key="count" />],
    [say.facts.day, moment && `${words.date(moment.at)} · ${say.edition(moment.edition)}`],
    [say.facts.geometry, layer.geometry ? say.geometries[layer.geometry] : say.none],
    [say.facts.extent, box],
    [say.facts.sources, arrived ? say.documents(documents.size) : <Skeleton key="sources" />],
    [say.facts.changed, say.edition(layer.changed)],
    [
      say.facts.licence,
      licences.length === 0
        ? say.licenceUnsaid
        : licences.map(({ href, title }) => (
            <a key={href} className="text-button" href={href}>
              {title ?? say.licence}
            </a>
          )),
    ],
  ];
  const address = moment && itemsAddress(location.origin, layer.id, filter, moment);
  return (
    <article className="card layer-page" aria-labelledby="layer-title">
      <h2 id="layer-title">
        {layer.title} <code>{layer.id}</code>
      </h2>
      <p>{layer.description}</p>
      <dl className="facts">
        {facts.map(
          ([title, text]) =>
            text && (
              <div key={title}>
                <dt>{title}</dt>
                <dd>{text}</dd>
              </div>
            ),
        )}
      </dl>
      <section aria-labelledby="download">
        <h3 id="download">{say.download}</h3>
        {arrived ? (
          <Filters layer={layer.id} choices={choices} filter={filter} rows={rows} />
        ) : (
          <div className="filters" />
        )}
        <p role="status">
          {matches.data ? say.matched(matches.data.count) : <Skeleton />}{' '}
          {matches.data?.count === 0 && words.lists.noneLeft}
        </p>
        <p className="formats">
          {formatsOf(matches.data?.links ?? none, lang).map(({ key, name, href }) => (
            <a
              key={key}
              href={href}
              download={layer.id}
              className="download"
              aria-label={say.format(name, matches.data?.count ?? 0)}
            >
              <Icon name="download" />
              {name}
            </a>
          ))}
          <a
            className="text-button"
            href={matches.data?.links.find((l) => l.type?.startsWith('text/html'))?.href}
          >
            {say.read}
          </a>
        </p>
      </section>
      {address && moment && (
        <>
          <section aria-labelledby="cite">
            <h3 id="cite">{say.cite}</h3>
            <Copy name={say.cite} text={say.citation(layer.title, moment.edition, moment.at, address)} wrap />
            <p className="hint">{say.citeHint}</p>
          </section>
          <section aria-labelledby="examples">
            <h3 id="examples">{say.examples}</h3>
            {examplesFor(location.origin, layer.id, address).map(({ tool, code }, i) => (
              <details key={tool} name="example" open={i === 0}>
                <summary>{tool}</summary>
                {tool === 'QGIS' && <p>{say.qgis}</p>}
                <Copy name={tool} text={code} />
              </details>
            ))}
          </section>
        </>
      )}
      <Columns columns={columns.data} title={layer.title} />
      <p className="links">
        <a href={`${link('self')}?f=html`}>{say.more.page}</a>
        <a href={link('definition')}>{say.more.definition}</a>
        <a href="/api?f=html">{say.more.api}</a>
        <a href="/api/openapi?f=html">{say.more.contract}</a>
      </p>
    </article>
  );
}
