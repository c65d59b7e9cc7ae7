import type { CustomLayerInterface } from 'maplibre-gl';
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

const vertexShader = `#version 300 es
uniform mat4 matrix;
uniform float size;
in vec2 place;
in vec3 color;
out vec3 filling;
void main() {
  gl_Position = matrix * vec4(place, 0.0, 1.0);
  gl_PointSize = size;
  filling = color;
}`;
const fragmentShader = `#version 300 es
precision mediump float;
in vec3 filling;
out vec4 pixel;
void main() {
  pixel = vec4(filling, 1.0) * 0.6;
}`;

/**
 * A layer of specks: one vertex each. A circle of MapLibre takes four, and a shader that costs several times as much,
 * which a computer without a graphics processor of its own has no time for.
 */
export function specksLayer({ places, colors }: Specks): CustomLayerInterface {
  let program: WebGLProgram;
  let vertices: WebGLVertexArrayObject;
  let buffers: WebGLBuffer[];
  return {
    id: 'specks',
    type: 'custom',
    onAdd(_, gl) {
      program = link(gl);
      vertices = gl.createVertexArray();
      gl.bindVertexArray(vertices);
      buffers = [
        attribute(gl, gl.getAttribLocation(program, 'place'), places, 2, gl.FLOAT),
        attribute(gl, gl.getAttribLocation(program, 'color'), colors, 3, gl.UNSIGNED_BYTE),
      ];
      gl.bindVertexArray(null);
    },
    render(gl, { defaultProjectionData }) {
      const { width } = gl.canvas as HTMLCanvasElement;
      const scale = width / Math.max(1, (gl.canvas as HTMLCanvasElement).clientWidth);
      gl.useProgram(program);
      gl.uniformMatrix4fv(gl.getUniformLocation(program, 'matrix'), false, defaultProjectionData.mainMatrix);
      gl.uniform1f(gl.getUniformLocation(program, 'size'), 2.2 * scale);
      gl.bindVertexArray(vertices);
      gl.drawArrays(gl.POINTS, 0, places.length / 2);
      gl.bindVertexArray(null);
    },
    onRemove(_, gl) {
      for (const buffer of buffers) gl.deleteBuffer(buffer);
      gl.deleteVertexArray(vertices);
      gl.deleteProgram(program);
    },
  };
}

function attribute(
  gl: WebGL2RenderingContext,
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

function link(gl: WebGL2RenderingContext): WebGLProgram {
  const program = gl.createProgram();
  for (const [type, source] of [
    [gl.VERTEX_SHADER, vertexShader],
    [gl.FRAGMENT_SHADER, fragmentShader],
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
