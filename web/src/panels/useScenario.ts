import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import {
  type PlayedScenario,
  RefusedError,
  type Scenario,
  type Takes,
  usePlay,
  usePlayed,
  useTaken,
} from '../api/scenarios';
import { usePage } from '../page';
import { scenarioWords } from '../text/scenario';
import type { Base } from '../useData';
import { type Flaw, flawsOf, refitted } from './steps';

/** A scenario that is not played, as it lacks something or could not be sent; nothing of it is lost. */
interface Draft {
  /** The scenario of the address that it was made of. */
  token: string;
  scenario: Scenario;
  /** What the variant took in which its amounts were given. */
  takes: Takes;
  flaws: Flaw[];
}

/**
 * The scenario that the address holds and the changes made to it. What is known to be refused is not sent: it is held
 * until what is wrong with it has been put right.
 */
export function useScenario(base: Base) {
  const { view, go, lang } = usePage();
  const say = scenarioWords[lang];
  const token = view.scenario ?? '';
  const played = usePlayed(token);
  const [play, taken] = [usePlay(), useTaken()];
  const [earlier, setEarlier] = useState<string[]>([]);
  const [held, setHeld] = useState<Draft>();
  // What is being worked out. The state of the mutation comes a moment later, and a box just ticked would be empty till then.
  const [asked, setAsked] = useState<Scenario>();
  const draft = held?.token === token ? held : undefined;
  const settled = draft ?? played.data;
  // The last scenario by what its amounts stood for, so that they come back with their variant.
  const kept = useRef(new Map<string | null, Scenario>());

  const planned = (scenario: Scenario) =>
    base.indicators.some((i) => i.id === scenario.indicator && i.links.some((l) => l.rel === 'plan'));
  const change = useMutation({
    mutationFn: async (next: Scenario): Promise<PlayedScenario | Omit<Draft, 'token'>> => {
      const { takes, needs } = await taken(next, base.today, planned(next));
      const before = settled?.takes.amount;
      if (before !== undefined) kept.current.set(before, next);
      const scenario = before === takes.amount ? next : refitted(next, kept.current.get(takes.amount));
      const flaws = flawsOf(scenario, takes, needs);
      if (flaws.length > 0) return { scenario, takes, flaws };
      try {
        return await play(scenario);
      } catch (error) {
        if (!(error instanceof RefusedError) || error.issues.length === 0) throw error;
        const issues = error.issues.map(
          ({ pointer, found, wanted, fix }): Flaw => ({
            pointer,
            wrong: { said: say.refused(found, wanted, fix) },
          }),
        );
        return { scenario, takes, flaws: issues };
      }
    },
  });
  // Of changes made in haste only the last one counts, and none once the drawer is closed.
  const suppose = (scenario: Scenario) => {
    setAsked(scenario);
    change.mutate(scenario, {
      onSuccess: (next) => {
        if ('flaws' in next) return setHeld({ token, ...next });
        setHeld(undefined);
        if (next.token === token) return;
        setEarlier((tokens) => [...tokens, token]);
        go({ scenario: next.token }, 'replace');
      },
      onError: () => settled && setHeld({ token, scenario, takes: settled.takes, flaws: [] }),
      onSettled: () => setAsked(undefined),
    });
  };
  const undo = () => {
    change.reset();
    setAsked(undefined);
    setHeld(undefined);
    if (draft) return;
    go({ scenario: earlier.at(-1) }, 'replace');
    setEarlier((tokens) => tokens.slice(0, -1));
  };
  return {
    token,
    played: played.data,
    /** What is being worked out, shown as it will be. */
    scenario: asked ?? settled?.scenario,
    /** The same, once it is known what its variant takes. */
    settled,
    flaws: draft?.flaws ?? [],
    held: draft !== undefined,
    busy: asked !== undefined,
    error: change.error ?? played.error,
    suppose,
    undo: draft || earlier.length > 0 ? undo : undefined,
    retry: draft && draft.flaws.length === 0 ? () => suppose(draft.scenario) : undefined,
  };
}
