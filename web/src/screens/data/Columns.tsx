import type { Column } from '../../api/layer';
import { usePage } from '../../page';
import { Skeleton } from '../../panels/Skeleton';
import { dataWords } from '../../text/data';

interface Props {
  columns: Record<string, Column> | undefined;
  /** What the layer is called. */
  title: string;
}

/** The columns of a layer: name, meaning, type and the values that are fixed. */
export function Columns({ columns, title }: Props) {
  const { lang } = usePage();
  const say = dataWords[lang];
  if (!columns) return <Skeleton />;
  return (
    <section aria-labelledby="columns">
      <h3 id="columns">{say.columns}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="scroll" aria-label={`${title}: ${say.columns}`} tabIndex={0}>
        <table className="stacks">
          <thead>
            <tr>
              <th scope="col">{say.columnHeads.name}</th>
              <th scope="col">{say.columnHeads.title}</th>
              <th scope="col">{say.columnHeads.type}</th>
              <th scope="col">{say.columnHeads.values}</th>
            </tr>
          </thead>
          <tbody>
            {Object.entries(columns).map(([name, column]) => {
              const codes = Object.entries(column['x-codes'] ?? {});
              return (
                <tr key={name}>
                  <th scope="row">
                    <code>{name}</code>
                  </th>
                  <td>
                    {column.title}
                    {column.description && <small>{column.description}</small>}
                  </td>
                  <td>{column.type ? (say.types[column.type] ?? column.type) : say.geometry}</td>
                  <td>
                    {column['x-ogc-unit']}
                    {codes.length > 0 && (
                      <details>
                        <summary>{say.codes(codes.length)}</summary>
                        <ul>
                          {codes.map(([code, meaning]) => (
                            <li key={code}>
                              <code>{code}</code> {meaning}
                            </li>
                          ))}
                        </ul>
                      </details>
                    )}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </section>
    </section>
  );
}
