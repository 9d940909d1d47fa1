import type { ByteSource } from "./byte-source.ts";
import { gatherer, type ReadLimits } from "./gather.ts";
import type { StoredTensor } from "./stored-tensor.ts";

/**
 * Reads strided elements in C order. They are gathered by panels that are kept, so that reading on, piece by piece, reads
 * the storage about once for each panel that its rows run through.
 *
 * @param strides of the tensor, which has elements
 */
export function panelReader(
  source: ByteSource,
  { shape, firstElement }: StoredTensor,
  strides: readonly number[],
  elementBytes: number,
  limits: ReadLimits,
): (first: number, target: Uint8Array) => void {
  const gather = gatherer(source, elementBytes, limits);
  const grid = panelGrid(shape, Math.max(1, Math.floor(limits.panelBytes / elementBytes)));
  const panel = new Uint8Array(grid.rows * grid.rowElements * elementBytes);
  let panelStart = Number.NaN;
  let panelEnd = Number.NaN;

  function load(element: number): void {
    const row = Math.floor(element / grid.rowElements);
    const along = row % grid.length;
    const firstRow = along - (along % grid.rows);
    const rows = Math.min(grid.rows, grid.length - firstRow);
    const boxShape = [rows, ...shape.slice(grid.axis + 1)];
    panelStart = (row - along + firstRow) * grid.rowElements;
    panelEnd = panelStart + rows * grid.rowElements;
    gather(
      {
        firstElement: firstElement + storagePlace(panelStart, shape, strides),
        shape: boxShape,
        strides: strides.slice(grid.axis),
      },
      panel,
    );
  }

  return (first, target) => {
    let filled = 0;
    while (filled < target.length) {
      const element = first + filled / elementBytes;
      if (!(element >= panelStart && element < panelEnd)) load(element);
      const from = (element - panelStart) * elementBytes;
      const until = Math.min(from + target.length - filled, (panelEnd - panelStart) * elementBytes);
      target.set(panel.subarray(from, until), filled);
      filled += until - from;
    }
  };
}

/** Panels are `rows` indexes along one axis, with all that lies behind that axis. */
interface PanelGrid {
  readonly axis: number;
  /** Of that axis. */
  readonly length: number;
  readonly rows: number;
  readonly rowElements: number;
}

function panelGrid(shape: readonly number[], most: number): PanelGrid {
  let axis = shape.length - 1;
  let rowElements = 1;
  while (axis > 0 && rowElements * (shape[axis] ?? 1) <= most) {
    rowElements *= shape[axis] ?? 1;
    axis -= 1;
  }
  const length = shape[axis] ?? 1;
  return { axis, length, rows: Math.min(length, Math.floor(most / rowElements)), rowElements };
}

/** Where an element, counted in C order, lies in the storage, counted from the tensor's first one. */
export function storagePlace(element: number, shape: readonly number[], strides: readonly number[]): number {
  let rest = element;
  let place = 0;
  for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
    const length = shape[axis] ?? 1;
    place += (rest % length) * (strides[axis] ?? 0);
    rest = Math.floor(rest / length);
  }
  return place;
}
