import { useEffect, useState } from 'react';

/** The width of an element in pixels, and where to attach it; 0 until it is known. */
export function useWidth() {
  const [element, attach] = useState<HTMLElement | null>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (!element) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setWidth(Math.round(entry.contentRect.width));
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [element]);
  return [width, attach] as const;
}
