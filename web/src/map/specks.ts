import type { CustomLayerInterface, CustomRenderMethodInput } from 'maplibre-gl';
import { type DrawnRow, marking } from './legend';

/** Very many points as the graphics processor takes them: where each is on the unit square of Web Mercator, and its colour. */
export interface Specks {
  places: Float32Array;
  /** Red, green and blue of each, from 0 to 255. */
  colors: Uint8Array;
}

/** The zoom from which on every point is drawn as itself. */
export const specksUntil = 10;

/** The points of the crowded layers; undefined when there is none. */
export function specksOf(
  rows: DrawnRow[],
  crowded: Set<string>,
  theme: 'light' | 'dark',
): Specks | undefined {
  const places: number[] = [];
  const colors: number[] = [];
  for (const { row, entry } of rows) {
    if (!crowded.has(entry.layer.id) || row.geometry?.type !== 'Point' || marking(row) === 'none') continue;
    const [lon, lat] = row.geometry.coordinates as [number, number];
    places.push(
      lon / 360 + 0.5,
      0.5 - Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) / (2 * Math.PI),
    );
    const color = Number.parseInt(entry.rule.color[theme].slice(1), 16);
    colors.push(color >> 16, (color >> 8) & 255, color & 255);
  }
  return places.length > 0 ? { places: new Float32Array(places), colors: new Uint8Array(colors) } : undefined;
}

/** West, north, east and south: of the unit square of Web Mercator, or of that square in pixels of the screen. */
type Rect = [number, number, number, number];

/** What the view shows, in pixels, and how many of them are the side of the unit square. */
export interface View {
  rect: Rect;
  scale: number;
}

/** Pixels that a side of a picture has at most: it may take 64 MB. */
const largest = 4096;
/** Pixels of the page that a speck is wide. */
const width = 2.2;

/** The view that a matrix from the unit square to clip space stands for; the map is neither turned nor tilted. */
export function viewOf(matrix: ArrayLike<number>, across: number, down: number): View {
  const [m0 = 0, m5 = 0, m12 = 0, m13 = 0, m15 = 1] = [0, 5, 12, 13, 15].map((i) => matrix[i]);
  const scale = (across * m0) / (2 * m15);
  const [x, y] = [(scale * (-m15 - m12)) / m0, (scale * (m15 - m13)) / m5];
  return { rect: [x, y, x + across, y + down], scale };
}

/** The part of a view in which there are points, in pixels; undefined when there are none in it. */
export function seen({ rect, scale }: View, [west, north, east, south]: Rect): Rect | undefined {
  const all = grow([west * scale, north * scale, east * scale, south * scale], 3, 3);
  const [a, b, c, d] = common(rect, all);
  return a < c && b < d ? [a, b, c, d] : undefined;
}

/** What is drawn to last while the view moves by half its size, in whole pixels from the corner of the view. */
export function pictured({ rect, scale }: View, bounds: Rect): Rect | undefined {
  const [x, y, across, down] = [rect[0], rect[1], rect[2] - rect[0], rect[3] - rect[1]];
  const room = (pixels: number) => Math.max(0, Math.floor(Math.min(pixels / 2, (largest - pixels) / 2)));
  const part = seen({ rect: grow(rect, room(across), room(down)), scale }, bounds);
  return (
    part && [
      x + Math.floor(part[0] - x),
      y + Math.floor(part[1] - y),
      x + Math.ceil(part[2] - x),
      y + Math.ceil(part[3] - y),
    ]
  );
}

function grow([west, north, east, south]: Rect, x: number, y: number): Rect {
  return [west - x, north - y, east + x, south + y];
}

function common(a: Rect, b: Rect): Rect {
  return [Math.max(a[0], b[0]), Math.max(a[1], b[1]), Math.min(a[2], b[2]), Math.min(a[3], b[3])];
}

/** Whether a picture drawn at a scale shows all there is in a view: to half a pixel, as the camera's last digits differ. */
export function lasts(picture: { rect: Rect; scale: number }, view: View, part: Rect): boolean {
  const [west, north, east, south] = grow(picture.rect, 0.5, 0.5);
  return (
    Math.abs(picture.scale / view.scale - 1) < 1e-7 &&
    west <= part[0] &&
    north <= part[1] &&
    east >= part[2] &&
    south >= part[3]
  );
}

const specksShader = `#version 300 es
uniform vec4 frame;
uniform float size;
in vec2 place;
in vec3 color;
out vec3 filling;
void main() {
  gl_Position = vec4(place * frame.xy + frame.zw, 0.0, 1.0);
  gl_PointSize = size;
  filling = color;
}`;
const fillingShader = `#version 300 es
precision mediump float;
in vec3 filling;
out vec4 pixel;
void main() {
  pixel = vec4(filling, 1.0) * 0.6;
}`;
const pictureShader = `#version 300 es
uniform vec4 frame;
out vec2 spot;
void main() {
  spot = vec2(gl_VertexID & 1, gl_VertexID >> 1);
  gl_Position = vec4(spot * frame.xy + frame.zw, 0.0, 1.0);
}`;
const copyShader = `#version 300 es
precision mediump float;
uniform sampler2D picture;
in vec2 spot;
out vec4 pixel;
void main() {
  pixel = texture(picture, spot);
}`;

/**
 * A layer of specks: one vertex each, where a circle of MapLibre takes four and a shader that costs several times as
 * much. They are drawn into a picture, once for a zoom, and while the map is moved the picture is: a computer without
 * a graphics processor of its own has no time to draw thousands of points anew for every frame.
 */
export function specksLayer({ places, colors }: Specks): CustomLayerInterface {
  const bounds = boundsOf(places);
  let drawing: Drawing | undefined;
  let picture: { rect: Rect; scale: number } | undefined;
  const viewIn = (gl: Gl, { defaultProjectionData }: CustomRenderMethodInput) =>
    viewOf(defaultProjectionData.mainMatrix, gl.drawingBufferWidth, gl.drawingBufferHeight);
  return {
    id: 'specks',
    type: 'custom',
    onAdd(_, gl) {
      drawing = prepare(gl, places, colors);
      picture = undefined;
    },
    prerender(gl, input) {
      const view = viewIn(gl, input);
      const part = seen(view, bounds);
      if (!drawing || !part || (picture && lasts(picture, view, part))) return;
      const rect = pictured(view, bounds);
      picture = rect && { rect, scale: view.scale };
      if (!picture) return;
      const [x, y, across, down] = [
        picture.rect[0],
        picture.rect[1],
        Math.round(picture.rect[2] - picture.rect[0]),
        Math.round(picture.rect[3] - picture.rect[1]),
      ];
      gl.bindTexture(gl.TEXTURE_2D, drawing.texture);
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, across, down, 0, gl.RGBA, gl.UNSIGNED_BYTE, null);
      gl.bindFramebuffer(gl.FRAMEBUFFER, drawing.framebuffer);
      gl.viewport(0, 0, across, down);
      gl.clearColor(0, 0, 0, 0);
      gl.clear(gl.COLOR_BUFFER_BIT);
      gl.disable(gl.DEPTH_TEST);
      gl.disable(gl.STENCIL_TEST);
      gl.useProgram(drawing.specks);
      const ratio = gl.drawingBufferWidth / Math.max(1, (gl.canvas as HTMLCanvasElement).clientWidth);
      gl.uniform1f(gl.getUniformLocation(drawing.specks, 'size'), width * ratio);
      const [sx, sy] = [(2 * view.scale) / across, (2 * view.scale) / down];
      gl.uniform4f(
        gl.getUniformLocation(drawing.specks, 'frame'),
        sx,
        sy,
        (-2 * x) / across - 1,
        (-2 * y) / down - 1,
      );
      gl.bindVertexArray(drawing.vertices);
      gl.drawArrays(gl.POINTS, 0, places.length / 2);
      gl.bindVertexArray(null);
      gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    },
    render(gl, input) {
      const view = viewIn(gl, input);
      if (!drawing || !picture || !seen(view, bounds)) return;
      const [x, y] = [view.rect[0], view.rect[1]];
      const [across, down] = [gl.drawingBufferWidth, gl.drawingBufferHeight];
      gl.useProgram(drawing.picture);
      gl.activeTexture(gl.TEXTURE0);
      gl.bindTexture(gl.TEXTURE_2D, drawing.texture);
      gl.uniform4f(
        gl.getUniformLocation(drawing.picture, 'frame'),
        (2 * (picture.rect[2] - picture.rect[0])) / across,
        (-2 * (picture.rect[3] - picture.rect[1])) / down,
        (2 * Math.round(picture.rect[0] - x)) / across - 1,
        1 - (2 * Math.round(picture.rect[1] - y)) / down,
      );
      gl.bindVertexArray(drawing.corners);
      gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
      gl.bindVertexArray(null);
    },
    onRemove(_, gl) {
      if (drawing) discard(gl, drawing);
      drawing = undefined;
    },
  };
}

function boundsOf(places: Float32Array): Rect {
  const bounds: Rect = [1, 1, 0, 0];
  for (let i = 0; i < places.length; i += 2) {
    const [x, y] = [places[i] as number, places[i + 1] as number];
    bounds[0] = Math.min(bounds[0], x);
    bounds[1] = Math.min(bounds[1], y);
    bounds[2] = Math.max(bounds[2], x);
    bounds[3] = Math.max(bounds[3], y);
  }
  return bounds;
}

type Gl = WebGL2RenderingContext;

/** What the graphics processor holds for the specks. */
interface Drawing {
  specks: WebGLProgram;
  picture: WebGLProgram;
  vertices: WebGLVertexArrayObject;
  corners: WebGLVertexArrayObject;
  buffers: WebGLBuffer[];
  texture: WebGLTexture;
  framebuffer: WebGLFramebuffer;
}

function prepare(gl: Gl, places: Float32Array, colors: Uint8Array): Drawing {
  const specks = link(gl, specksShader, fillingShader);
  const vertices = gl.createVertexArray();
  gl.bindVertexArray(vertices);
  const buffers = [
    attribute(gl, gl.getAttribLocation(specks, 'place'), places, 2, gl.FLOAT),
    attribute(gl, gl.getAttribLocation(specks, 'color'), colors, 3, gl.UNSIGNED_BYTE),
  ];
  gl.bindVertexArray(null);
  const texture = gl.createTexture();
  gl.bindTexture(gl.TEXTURE_2D, texture);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
  const framebuffer = gl.createFramebuffer();
  gl.bindFramebuffer(gl.FRAMEBUFFER, framebuffer);
  gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, texture, 0);
  gl.bindFramebuffer(gl.FRAMEBUFFER, null);
  return {
    specks,
    picture: link(gl, pictureShader, copyShader),
    vertices,
    corners: gl.createVertexArray(),
    buffers,
    texture,
    framebuffer,
  };
}

function discard(gl: Gl, drawing: Drawing): void {
  for (const buffer of drawing.buffers) gl.deleteBuffer(buffer);
  gl.deleteVertexArray(drawing.vertices);
  gl.deleteVertexArray(drawing.corners);
  gl.deleteFramebuffer(drawing.framebuffer);
  gl.deleteTexture(drawing.texture);
  gl.deleteProgram(drawing.specks);
  gl.deleteProgram(drawing.picture);
}

function attribute(
  gl: Gl,
  location: number,
  data: Float32Array | Uint8Array,
  members: number,
  type: number,
): WebGLBuffer {
  const buffer = gl.createBuffer();
  gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
  gl.bufferData(gl.ARRAY_BUFFER, data, gl.STATIC_DRAW);
  gl.enableVertexAttribArray(location);
  gl.vertexAttribPointer(location, members, type, type !== gl.FLOAT, 0, 0);
  return buffer;
}

function link(gl: Gl, vertex: string, fragment: string): WebGLProgram {
  const program = gl.createProgram();
  for (const [type, source] of [
    [gl.VERTEX_SHADER, vertex],
    [gl.FRAGMENT_SHADER, fragment],
  ] as const) {
    const shader = gl.createShader(type);
    if (!shader) throw new Error('the graphics context is lost');
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
    gl.deleteShader(shader);
  }
  gl.linkProgram(program);
  return program;
}
