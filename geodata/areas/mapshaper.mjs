import mapshaper from 'mapshaper';

// Runs mapshaper commands over in-memory inputs ({name: object or string}) and returns the outputs by name, as objects.
export async function run(commands, inputs) {
  const outputs = await mapshaper.applyCommands(commands.replace(/\s*\n\s*/g, ' '), inputs);
  return Object.fromEntries(Object.entries(outputs).map(([name, content]) => [name, JSON.parse(content)]));
}

export function collection(features) {
  return { type: 'FeatureCollection', features };
}
