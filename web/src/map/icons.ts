/** Pixels of the drawing for one pixel of the map at rest. */
export const iconRatio = 2;

/** Draws the icon whose name is a shape and two colours, "diamond #ffffff #d9500a": inside and edge. */
export function drawIcon(name: string): ImageData | undefined {
  const [shape, inside, edge] = name.split(' ');
  if ((shape !== 'diamond' && shape !== 'square') || !inside || !edge) return undefined;
  const side = 16 * iconRatio;
  const canvas = document.createElement('canvas');
  canvas.width = side;
  canvas.height = side;
  const c = canvas.getContext('2d');
  if (!c) return undefined;
  c.scale(iconRatio, iconRatio);
  c.translate(8, 8);
  if (shape === 'diamond') c.rotate(Math.PI / 4);
  c.lineWidth = 1.6;
  c.fillStyle = inside;
  c.strokeStyle = edge;
  c.fillRect(-4, -4, 8, 8);
  c.strokeRect(-4, -4, 8, 8);
  return c.getImageData(0, 0, side, side);
}
