declare module 'virtual:outlines' {
  /** The regions, each as an SVG path on the plane of mercator.ts and the box it lies in. */
  const outlines: { code: string; path: string; box: [number, number, number, number] }[];
  export default outlines;
}
