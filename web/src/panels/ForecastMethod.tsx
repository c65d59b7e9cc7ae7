import type { Forecast } from '../api/figures';
import { Icon } from '../Icon';
import { usePage } from '../page';

/** What a forecast is made from, what it takes for granted, and how earlier ones turned out. */
export function Method({ forecast }: { forecast: Forecast }) {
  const { lang, words } = usePage();
  const { figures } = words;
  const { rounds, pipeline, assumptions, links } = forecast;
  const backtest = links.find((l) => l.rel === 'backtest')?.href;
  return (
    <details className="method">
      <summary>{figures.method}</summary>
      <ul>
        <li>{figures.roundsKnown(words.number(rounds.length))}</li>
        {forecast.paths > 0 && (
          <li>{figures.simulated(words.number(forecast.paths), forecast.seed.slice(0, 8))}</li>
        )}
        {assumptions.map((a) => (
          <li key={a.en}>{a[lang]}</li>
        ))}
        {pipeline.map(({ stage, waiting, left_out, lag_days: lag }) => (
          <li key={stage}>
            {figures.waitingAt(stage, words.number(waiting))}{' '}
            {left_out
              ? left_out[lang]
              : lag && figures.lagDays(...(lag.map((d) => words.number(d)) as [string, string, string]))}
          </li>
        ))}
      </ul>
      {backtest && (
        <p className="more">
          <a href={backtest}>
            {figures.backtest}
            <Icon name="arrow" />
          </a>
        </p>
      )}
    </details>
  );
}
