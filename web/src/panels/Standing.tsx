import type { Figure } from '../api/figures';
import { usePage } from '../page';
import { metOn } from './figure';
import './figures.css';

const signs = { yes: '●', open: '▲', ahead: '▲', no: '▼', on: '●', watch: '▲', behind: '▼' } as const;

/** Whether a target is met: a sign and a word. */
export function Met({ met }: { met: 'yes' | 'no' | 'open' | 'ahead' }) {
  const { figures } = usePage().words;
  return (
    <span className={`met ${met === 'ahead' ? 'open' : met}`} title={figures.metWhy[met]}>
      <span aria-hidden="true">{signs[met]}</span> {figures.met[met]}
    </span>
  );
}

/** How an indicator stands to its target: on the way there by the rule given with it, or else whether it is met. */
export function Standing({ target, day }: { target: NonNullable<Figure['target']>; day: string }) {
  const { lang, words } = usePage();
  const { status, rule } = target.pace ?? {};
  if (!status) return <Met met={metOn(day, target)} />;
  const like = ({ on: 'yes', watch: 'open', behind: 'no' } as const)[status];
  return (
    <span className={`met ${like}`} title={rule?.[lang]}>
      <span aria-hidden="true">{signs[status]}</span> {words.figures.status[status]}
    </span>
  );
}
