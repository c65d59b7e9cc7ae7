import { useTargets } from '../../api/targets';
import { usePage } from '../../page';
import { type Base, useOne } from '../../useData';

/**
 * The selected feature when its layer has no places, with the target that it records, where it records one; absent when
 * the service has no such feature, or knows it as a target only from a later day on.
 */
export function useUnplaced(base: Base) {
  const { view, lang } = usePage();
  const { select } = view;
  const unplaced = base.collections?.some((c) => c.id === select?.layer && !c.geometry);
  const { row, definition } = useOne(unplaced ? select : undefined, base);
  const recorded = definition?.milestones !== undefined;
  const targets = useTargets(recorded ? base.moment : undefined, lang).data?.targets;
  const target = recorded
    ? targets?.find((t) => t.layer === select?.layer && t.feature === select.id)
    : undefined;
  const absent = row === null || (recorded && targets !== undefined && !target);
  return {
    one: row && definition && (target || !recorded) ? { row, definition, target } : undefined,
    absent,
  };
}
