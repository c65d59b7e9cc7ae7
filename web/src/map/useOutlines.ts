import { useEffect, useState } from 'react';

type Outlines = typeof import('virtual:outlines')['default'];

let asked: Promise<Outlines> | undefined;
let known: Outlines | undefined;

/** The outlines of the regions, fetched once, when they are first drawn; undefined until then, none when they fail. */
export function useOutlines(): Outlines | undefined {
  const [outlines, setOutlines] = useState(known);
  useEffect(() => {
    let wanted = true;
    asked ??= import('virtual:outlines').then(
      (module) => module.default,
      () => [],
    );
    void asked.then((all) => {
      known = all;
      if (wanted) setOutlines(all);
    });
    return () => {
      wanted = false;
    };
  }, []);
  return outlines;
}
