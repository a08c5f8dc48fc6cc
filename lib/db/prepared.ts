import "server-only";
import type { Prisma, PrismaClient } from "@/generated/sqlite/client/client";
import { perProcess } from "@/lib/process";
import type { SqliteAdapter } from "./sqlite-adapter";
import type { Statements } from "./statements";
import { type Shapes, shapesOf, type Tables, tablesBy } from "./tables";

/** Prepared statements, by their text or by table. */
export type Prepared = Statements & Tables;
type Client = PrismaClient | Prisma.TransactionClient;

type Known = WeakMap<Client, { statements: Statements; shapes: Shapes; all: Prepared }>;

/** One process holds several copies of this module, and the client may belong to another copy. */
const known = () => perProcess("prepared-statements", (): Known => new WeakMap());

/**
 * The statements of a client outside its transactions, each by itself, or those of one transaction. Many times cheaper
 * than Prisma's, and free to mix with them: both use the same connection and turns.
 */
export function prepared(client: Client): Prepared {
  return find(client).all;
}

/** Ties each transaction of a client to its own statements: the statements of one can run nothing in another. */
export function prepareFor(client: PrismaClient, adapter: SqliteAdapter): void {
  const shapes = shapesOf(client);
  remember(client, outside(client, adapter), shapes);
  const begin = client.$transaction as (work: unknown, options?: object) => Promise<unknown>;
  /** @this the client, or one that extends it */
  function $transaction(this: unknown, work: unknown, options?: object) {
    if (typeof work !== "function") return begin.call(this, work, options);
    const inside = (tx: Client) => {
      // Prisma has begun it just now, and no two are open at once.
      const open = adapter.openTransaction();
      if (open) remember(tx, open, shapes);
      return work(tx);
    };
    return begin.call(this, inside, options);
  }
  Object.assign(client, { $transaction });
}

/**
 * Calls something before each statement of a client or transaction.
 *
 * @param like whose statements these are: itself, or the client that it extends
 * @param before if it throws, the statement fails with that error and does not run
 */
export function watchPrepared(client: Client, like: Client, before: (kind: "read" | "write") => void): void {
  const { statements, shapes } = find(like);
  const watched: Statements = {
    async all(...query) {
      before("read");
      return statements.all(...query);
    },
    async run(...query) {
      before("write");
      return statements.run(...query);
    },
  };
  remember(client, watched, shapes);
}

function find(client: Client) {
  const found = known().get(client);
  if (!found)
    throw new Error("This client was not made by lib/db, or the transaction was not begun by its $transaction.");
  return found;
}

function remember(client: Client, statements: Statements, shapes: Shapes): void {
  const { all, run } = { all: statements.all.bind(statements), run: statements.run.bind(statements) };
  known().set(client, { statements, shapes, all: Object.assign(tablesBy(statements, shapes), { all, run }) });
}

function outside(client: PrismaClient, adapter: SqliteAdapter): Statements {
  async function connected(): Promise<Statements> {
    if (!adapter.statements()) await client.$connect();
    const statements = adapter.statements();
    if (!statements) throw new Error("The database is closed.");
    return statements;
  }
  return {
    all: async (...query) => (await connected()).all(...query),
    run: async (...query) => (await connected()).run(...query),
  };
}
