import "server-only";
import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import type { Kind, Value } from "@/lib/db/statements";
import type { TableShape } from "@/lib/db/tables";
import type { Rows } from "./manifest";
import { Meter, writeStream } from "./write-durably";

/** A value in JSON: 64-bit numbers are decimal strings, times are ISO 8601 in UTC. */
type Cell = string | number | boolean | null;
/** A row: values by column name. */
export type Row = Record<string, Cell>;

/** How many characters are written at a time. */
const CHUNK = 256 * 1024;

/** A value does not fit the kind of its column, so it cannot be copied exactly. */
export class UnfitValue extends Error {
  override name = "UnfitValue";
}

const isTime = (text: string) =>
  /^(?:\d{4}|[+-]\d{6})-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text) && !Number.isNaN(Date.parse(text));

const fits: Record<Kind, (cell: Cell) => boolean> = {
  String: (cell) => typeof cell === "string",
  Int: (cell) => Number.isSafeInteger(cell),
  BigInt: (cell) => typeof cell === "string" && /^-?\d{1,19}$/.test(cell),
  Boolean: (cell) => typeof cell === "boolean",
  DateTime: (cell) => typeof cell === "string" && isTime(cell),
};

/** @throws UnfitValue */
export function toRow({ name, columns }: TableShape, values: readonly Value[]): Row {
  const cells = columns.map(({ name: column, kind }, at): [string, Cell] => {
    const value = values[at] ?? null;
    const cell = typeof value === "bigint" ? value.toString() : value instanceof Date ? timeOf(value) : value;
    return [column, requireFit(name, column, kind, cell)];
  });
  return Object.fromEntries(cells);
}

/** The values of a row in the order of the columns. @throws UnfitValue */
export function toValues({ name, columns }: TableShape, row: Row): Value[] {
  if (Object.keys(row).length !== columns.length) throw new UnfitValue(`A row of ${name} has other columns.`);
  return columns.map(({ name: column, kind }) => {
    const cell = requireFit(name, column, kind, row[column] as Cell);
    if (cell === null) return null;
    if (kind === "BigInt") return BigInt(cell);
    return kind === "DateTime" ? new Date(cell as string) : cell;
  });
}

const timeOf = (value: Date) => (Number.isNaN(value.getTime()) ? "no time" : value.toISOString());

function requireFit(table: string, column: string, kind: Kind, cell: Cell): Cell {
  if (cell === null || (cell !== undefined && fits[kind](cell))) return cell;
  throw new UnfitValue(`${table}.${column} has a value that is no ${kind}: ${JSON.stringify(cell)}`);
}

/** Writes rows into a new file: one JSON object per line, compressed. */
export async function writeRows(path: string, rows: Iterable<object> | AsyncIterable<object>): Promise<Rows> {
  let count = 0;
  async function* chunks() {
    let text = "";
    for await (const row of rows) {
      text += `${JSON.stringify(row)}\n`;
      count += 1;
      if (text.length < CHUNK) continue;
      yield Buffer.from(text);
      text = "";
    }
    yield Buffer.from(text);
  }
  const gzip = createGzip();
  const feeding = pipeline(Readable.from(chunks()), gzip);
  // The error also reaches the loop that reads `gzip`.
  feeding.catch(() => {});
  const measured = await writeStream(path, gzip);
  await feeding;
  return { rows: count, ...measured };
}

/**
 * Reads the rows of such a file.
 *
 * @param expected what the manifest says of the file
 * @throws RowsDamaged while reading or at the end, if the file does not match
 */
export async function* readRows(path: string, expected: Rows): AsyncGenerator<unknown> {
  const meter = new Meter();
  const gunzip = createGunzip();
  const read = pipeline(createReadStream(path), meter, gunzip);
  // The error also reaches the loop below.
  read.catch(() => {});
  let count = 0;
  try {
    for await (const line of linesOf(gunzip)) {
      count += 1;
      yield JSON.parse(line) as unknown;
    }
    await read;
  } catch (cause) {
    throw new RowsDamaged(`${path} cannot be read: ${(cause as Error).message}`, { cause });
  }
  const { size, sha256 } = meter.measure();
  if (size !== expected.size || sha256 !== expected.sha256 || count !== expected.rows) {
    throw new RowsDamaged(`${path} is not as it was written.`);
  }
}

/** A file of rows is missing, unreadable or changed. */
export class RowsDamaged extends Error {
  override name = "RowsDamaged";
}

/** Node's `readline` never ends if its input fails. */
async function* linesOf(input: Readable): AsyncGenerator<string> {
  let rest = "";
  for await (const text of input.setEncoding("utf8")) {
    const lines = `${rest}${text}`.split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
  if (rest !== "") yield rest;
}
