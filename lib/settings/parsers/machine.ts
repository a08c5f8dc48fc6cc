/** Where this process listens, where its database is, and how much it logs. Pure. */

import { z } from "zod";
import { text } from "./text";

export const host = text((value) => {
  if (!/^[\w.:-]{1,253}$/.test(value)) throw new Error("has to be an address to listen on, such as 127.0.0.1.");
  return value;
});

/** `file:` and a path; the path. */
export const databaseFile = text((value) => {
  if (/^postgres(ql)?:/i.test(value)) {
    throw new Error("names a PostgreSQL database, which is not part of this version. Remove it to use SQLite.");
  }
  if (!/^file:.+/.test(value) || value.includes("?")) {
    throw new Error("has to be the path of a SQLite file, such as file:./data/filekiosk.db.");
  }
  return value.slice("file:".length).replace(/^\/\/(?=\/)/, "");
});

const logLevels = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;

export const logLevel = z.enum(logLevels, { error: `has to be one of ${logLevels.join(", ")}.` });
