import "server-only";

import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from "@prisma/driver-adapter-utils";
import type { SchemaContainer, SchemaEngine } from "@prisma/schema-engine-wasm";
import { perProcess } from "@/lib/process";
import { sqliteAdapter } from "./sqlite-adapter";

type EngineModule = typeof import("@prisma/schema-engine-wasm/schema_engine_bg");
type Panics = { PRISMA_WASM_PANIC_REGISTRY?: { set_message(message: string): void } };

/**
 * Prisma's migration engine, as WebAssembly from npm: the usual one is a program that Prisma's CLI downloads at its first
 * run, which a server without internet cannot.
 *
 * The package's own entry imports the `.wasm` file as a module, which Node does not do without a flag; so the one import
 * of the WASM file is wired by hand.
 */
function loadEngine(): Promise<EngineModule> {
  return perProcess("schema-engine", async () => {
    // Found through the working directory, since bundlers rewrite import.meta.url.
    const require = createRequire(join(/* turbopackIgnore: true */ process.cwd(), "package.json"));
    const bindings = await import("@prisma/schema-engine-wasm/schema_engine_bg");
    const path = require.resolve("@prisma/schema-engine-wasm/schema_engine_bg").replace(/\.js$/, ".wasm");
    const { instance } = await WebAssembly.instantiate(await readFile(path), {
      "./schema_engine_bg.js": bindings as unknown as WebAssembly.ModuleImports,
    });
    bindings.__wbg_set_wasm(instance.exports);
    (instance.exports as { __wbindgen_start(): void }).__wbindgen_start();
    return bindings;
  });
}

/**
 * Provides the engine for one task.
 *
 * @param url the database to work on: `file:` and an absolute path, or `file::memory:` for comparing schemas
 */
export async function withSchemaEngine<T>(url: string, use: (engine: SchemaEngine) => Promise<T>): Promise<T> {
  const { SchemaEngine } = await loadEngine();
  let panic: string | undefined;
  // Where the engine reports its panic; the error it throws is only "unreachable".
  (globalThis as Panics).PRISMA_WASM_PANIC_REGISTRY = {
    set_message: (message) => {
      panic = message;
    },
  };
  const { factory, closeAll } = engineAdapter(url);
  try {
    const engine = await SchemaEngine.new(
      { datamodels: readDatamodels().map(({ path, content }) => [path, content]) },
      () => {},
      bindMigrationAwareSqlAdapterFactory(factory),
    );
    const result = await use(engine);
    engine.free();
    return result;
  } catch (error) {
    throw panic ? new Error(`Prisma's migration engine failed: ${panic}`, { cause: error }) : error;
  } finally {
    await closeAll();
  }
}

/**
 * The adapter as the engine needs it. The engine locks the file for its connection (`locking_mode=EXCLUSIVE`) and never
 * closes it, so its connections are remembered and closed here.
 */
function engineAdapter(url: string) {
  const open: SqlDriverAdapter[] = [];
  const remember = async (connection: Promise<SqlDriverAdapter>) => {
    open.push(await connection);
    return connection;
  };
  const official = sqliteAdapter(url);
  const factory: SqlMigrationAwareDriverAdapterFactory = {
    ...official,
    connect: () => remember(official.connect()),
    connectToShadowDb: async () => {
      const shadow = await remember(official.connectToShadowDb());
      const executeRaw = shadow.executeRaw.bind(shadow);
      // Here the engine sends a whole migration as one statement; better-sqlite3 wants a script for that.
      shadow.executeRaw = async (query) => {
        if (query.args.length > 0) return executeRaw(query);
        await shadow.executeScript(query.sql);
        return 0;
      };
      return shadow;
    },
  };
  const closeAll = async () => {
    for (const connection of open) await connection.dispose();
  };
  return { factory, closeAll };
}

/** The data model as Prisma reads it: the models and the parts for SQLite. */
export function readDatamodels(): SchemaContainer[] {
  return ["prisma/models.prisma", "prisma/sqlite/provider.prisma"].map((path) => ({
    path,
    content: readFileSync(join(/* turbopackIgnore: true */ process.cwd(), path), "utf8"),
  }));
}
