import type { Properties } from '../api/definition';

/** The day, as far as it is known, on which a feature reached a stage. */
export function dayOf(properties: Properties, stage: string): string | undefined {
  const day = properties[`${stage.replaceAll('-', '_')}_on`];
  return typeof day === 'string' ? day : undefined;
}

/** The day on which a feature reached the stage it stands at. */
export function sinceOf(properties: Properties): string | undefined {
  return typeof properties.stage === 'string' ? dayOf(properties, properties.stage) : undefined;
}
