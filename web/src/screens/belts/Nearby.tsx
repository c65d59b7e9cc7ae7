import { usePage } from '../../page';
import { beltWords } from '../../text/belts';
import { type Near, rings, titleOf } from './near';

/** What lies around a node, ring by ring, with the distance and how well it is known. */
export function Nearby({ near, placed }: { near: Near[]; placed: boolean }) {
  const { go, lang } = usePage();
  const say = beltWords[lang];
  if (!placed) return <p className="hint nearby">{say.unplaced}</p>;
  return (
    <section className="feature nearby" aria-labelledby="near">
      <h3 id="near">{say.near(near.length)}</h3>
      {rings.map((km, i) => {
        const from = rings[i - 1] ?? 0;
        const here = near.filter((n) => n.km <= km && (n.km > from || i === 0));
        return (
          <section key={km}>
            <h4>{say.within(from, km)}</h4>
            {here.length === 0 && <p className="hint">{say.nothing}</p>}
            <ul className="names">
              {here.map(({ layer, row, km: far, rough }) => (
                <li key={`${layer.id}/${row.id}`}>
                  <button
                    type="button"
                    onClick={() => go({ screen: undefined, select: { layer: layer.id, id: row.id } })}
                  >
                    <span>
                      {titleOf(layer, row, lang)} <small>{layer.title[lang]}</small>
                    </span>
                  </button>
                  <small>{say.distance(far, rough)}</small>
                </li>
              ))}
            </ul>
          </section>
        );
      })}
      <p className="hint">
        {say.nearHint} {near.some((n) => n.rough) && say.rough}
      </p>
    </section>
  );
}
