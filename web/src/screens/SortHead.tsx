import { usePage } from '../page';

interface Props {
  column: string;
  title: string;
  /** The order in force, as the address writes it; that of the service when absent. */
  sort: string | undefined;
  /** Whether it is a number, which is first sorted from the greatest down. */
  count?: boolean;
}

/** The head of a column that a list can be sorted by. */
export function SortHead({ column, title, sort, count = false }: Props) {
  const { go } = usePage();
  const up = sort === column;
  const down = sort === `-${column}`;
  const next = count ? (down ? column : `-${column}`) : up ? `-${column}` : column;
  return (
    <th
      scope="col"
      className={count ? 'count' : undefined}
      aria-sort={up ? 'ascending' : down ? 'descending' : undefined}
    >
      <button type="button" onClick={() => go({ sort: next }, 'replace')}>
        {title} <span aria-hidden="true">{up ? '↑' : down ? '↓' : '↕'}</span>
      </button>
    </th>
  );
}
