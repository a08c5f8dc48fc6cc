import "server-only";

/** Rows in batches. */
export type Rows = AsyncGenerator<object[]>;

/** A member of the document: its name, and its value or its rows. */
export type Part = [name: string, value: string | object | Rows];

/** Writes a JSON document whose lists may be longer than the memory. */
export async function* writeJson(parts: readonly Part[]): AsyncGenerator<string> {
  for (const [index, [name, value]] of parts.entries()) {
    yield `${index === 0 ? "{" : ","}\n${JSON.stringify(name)}: `;
    if (isRows(value)) yield* writeList(value);
    else yield stringify(value);
  }
  yield "\n}\n";
}

async function* writeList(rows: Rows): AsyncGenerator<string> {
  let separator = "[";
  for await (const batch of rows) {
    for (const row of batch) {
      yield `${separator}\n${stringify(row)}`;
      separator = ",";
    }
  }
  yield separator === "[" ? "[]" : "\n]";
}

function isRows(value: Part[1]): value is Rows {
  return typeof value === "object" && Symbol.asyncIterator in value;
}

/** Amounts of 64 bits become decimal text. */
function stringify(value: string | object): string {
  return JSON.stringify(value, (_, one: unknown) => (typeof one === "bigint" ? one.toString() : one));
}
