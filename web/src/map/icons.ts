/** Pixels of the drawing for one pixel of the map at rest. */
export const iconRatio = 2;

/** Draws the icon whose name is a shape and two colours, "diamond #ffffff #d9500a": inside and edge. */
export function drawIcon(name: string): ImageData | undefined {
  const [shape, inside, edge] = name.split(' ');
  if (!inside || !edge) return undefined;
  if (shape === 'hatch') return drawHatch(inside, edge);
  if (shape !== 'diamond' && shape !== 'square') return undefined;
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

// A tile of slanting lines that joins with itself on every side.
function drawHatch(ground: string, line: string): ImageData | undefined {
  const side = 8 * iconRatio;
  const canvas = document.createElement('canvas');
  canvas.width = side;
  canvas.height = side;
  const c = canvas.getContext('2d');
  if (!c) return undefined;
  c.fillStyle = ground;
  c.fillRect(0, 0, side, side);
  c.strokeStyle = line;
  c.lineWidth = iconRatio;
  c.beginPath();
  for (const x of [-side, 0, side]) {
    c.moveTo(x - 2, side + 2);
    c.lineTo(x + side + 2, -2);
  }
  c.stroke();
  return c.getImageData(0, 0, side, side);
}
