import type { Figure } from '../api/figures';
import { usePage } from '../page';
import './figures.css';

const signs = { yes: '●', open: '▲', no: '▼', on: '●', watch: '▲', behind: '▼' } as const;

/** Whether a target is met: a sign and a word. */
export function Met({ met }: { met: 'yes' | 'no' | 'open' }) {
  const { figures } = usePage().words;
  return (
    <span className={`met ${met}`} title={figures.metWhy[met]}>
      <span aria-hidden="true">{signs[met]}</span> {figures.met[met]}
    </span>
  );
}

/** How an indicator stands to its target: on the way there by the rule given with it, or else whether it is met. */
export function Standing({ target }: { target: NonNullable<Figure['target']> }) {
  const { lang, words } = usePage();
  const { status, rule } = target.pace ?? {};
  if (!status) return <Met met={target.met} />;
  const like = ({ on: 'yes', watch: 'open', behind: 'no' } as const)[status];
  return (
    <span className={`met ${like}`} title={rule?.[lang]}>
      <span aria-hidden="true">{signs[status]}</span> {words.figures.status[status]}
    </span>
  );
}
