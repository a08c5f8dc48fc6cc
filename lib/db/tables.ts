import "server-only";
import type { Prisma, PrismaClient } from "@/generated/sqlite/client/client";
import type { Kind, Statements, Value } from "./statements";

type Model = Uncapitalize<Prisma.ModelName>;
type RowOf<M extends Model> = NonNullable<Awaited<ReturnType<PrismaClient[M]["findFirst"]>>>;

/** A new row: what may be null may be left out. Defaults are Prisma's, and not known here. */
type NewRow<Row> = { [K in keyof Row as null extends Row[K] ? never : K]: Row[K] } & {
  [K in keyof Row as null extends Row[K] ? K : never]?: Row[K];
};
/** Columns that have these values, or one of several. */
type Where<Row> = { [K in keyof Row]?: Row[K] | readonly Row[K][] };

/** One table by prepared statements: the part of Prisma's interface that buyers wait for, at a fraction of its cost. */
type Table<Row> = {
  /** @returns the whole row @throws UniqueViolation */
  create(row: NewRow<Row>): Promise<Row>;
  findMany(where: Where<Row>): Promise<Row[]>;
  /** Any one of the matching rows. */
  findFirst(where: Where<Row>): Promise<Row | null>;
  /** @returns how many rows matched */
  updateMany(where: Where<Row>, data: Partial<Row>): Promise<number>;
};

export type Tables = { readonly [M in Model]: Table<RowOf<M>> };

type Column = { field: string; name: string; kind: Kind };
/** What a model is in the database, and the statements that are the same for each row. */
type Shape = { table: string; columns: Column[]; kinds: Kind[]; select: string; insert: string };

type Untyped = Record<string, Value>;
type Conditions = Where<Untyped>;

/** The shapes of the models, as the generated client knows them. */
export type Shapes = ReadonlyMap<string, Shape>;

/** A table as any provider has it: its name and its columns in the database. */
export type TableShape = { name: string; columns: { name: string; kind: Kind }[] };

/** The tables of the models, in the order of the data model. */
export function tableShapes(shapes: Shapes): TableShape[] {
  return [...shapes.values()].map(({ table, columns }) => ({
    name: table.replaceAll('"', ""),
    columns: columns.map(({ name, kind }) => ({ name, kind })),
  }));
}

type DataModel = { models: Record<string, { dbName: string | null; fields: Field[] }> };
type Field = { name: string; kind: string; type: string; dbName?: string };

/** The generated client keeps its models here; its version is pinned and a test watches this. */
export function shapesOf(client: PrismaClient): Shapes {
  const { models } = (client as unknown as { _runtimeDataModel: DataModel })._runtimeDataModel;
  return new Map(
    Object.entries(models).map(([model, { dbName, fields }]) => {
      const scalars = fields.filter(({ kind }) => kind === "scalar");
      const columns = scalars.map(({ name, type, dbName }) => ({
        field: name,
        name: dbName ?? name,
        kind: type as Kind,
      }));
      return [model.charAt(0).toLowerCase() + model.slice(1), shape(`"${dbName ?? model}"`, columns)];
    }),
  );
}

function shape(table: string, columns: Column[]): Shape {
  const names = columns.map(({ name }) => `"${name}"`).join(", ");
  return {
    table,
    columns,
    kinds: columns.map(({ kind }) => kind),
    select: `SELECT ${names} FROM ${table}`,
    insert: `INSERT INTO ${table} (${names}) VALUES (${columns.map(() => "?").join(", ")})`,
  };
}

/** The tables of a database by the statements of a connection or a transaction. Each is made when it is used. */
export function tablesBy(statements: Statements, shapes: Shapes): Tables {
  const tables = {};
  for (const [model, of] of shapes) {
    Object.defineProperty(tables, model, { get: () => tableBy(statements, of) });
  }
  return tables as Tables;
}

function tableBy(statements: Statements, of: Shape): Table<Untyped> {
  const { table, columns, kinds, select, insert } = of;
  const find = async (where: Conditions, limit: string) => {
    const found = conditions(of, where);
    const rows = await statements.all(`${select} WHERE ${found.sql}${limit}`, found.values, kinds);
    return rows.map((row) => Object.fromEntries(columns.map(({ field }, at) => [field, row[at] ?? null])));
  };
  return {
    async create(row) {
      const whole = Object.fromEntries(columns.map(({ field }) => [field, row[field] ?? null]));
      await statements.run(insert, Object.values(whole));
      return whole;
    },
    findMany: (where) => find(where, ""),
    findFirst: async (where) => (await find(where, " LIMIT 1"))[0] ?? null,
    updateMany(where, data) {
      const found = conditions(of, where);
      const given = Object.entries(data).filter(([, value]) => value !== undefined);
      const set = given.map(([field]) => `${nameOf(of, field)} = ?`).join(", ");
      const values = given.map(([, value]) => value as Value);
      return statements.run(`UPDATE ${table} SET ${set} WHERE ${found.sql}`, [...values, ...found.values]);
    },
  };
}

/** Undefined is a mistake: it would match every row. */
function conditions(of: Shape, where: Conditions): { sql: string; values: Value[] } {
  const values: Value[] = [];
  const parts = Object.entries(where).map(([field, value]) => {
    const name = nameOf(of, field);
    if (value === undefined) throw new Error(`${of.table} is asked for an undefined ${field}.`);
    if (value === null) return `${name} IS NULL`;
    if (!Array.isArray(value)) {
      values.push(value as Value);
      return `${name} = ?`;
    }
    values.push(...value);
    return `${name} IN (${value.map(() => "?").join(", ")})`;
  });
  return { sql: parts.join(" AND "), values };
}

function nameOf({ table, columns }: Shape, field: string): string {
  const found = columns.find((column) => column.field === field);
  if (!found) throw new Error(`${table} has no ${field}.`);
  return `"${found.name}"`;
}
