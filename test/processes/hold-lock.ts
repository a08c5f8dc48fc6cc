// A separate process for tests: takes the write lock of a SQLite file, says so, and commits when told.
import { once } from "node:events";
import Database from "better-sqlite3";

const connection = new Database(process.argv[2] ?? "");
connection.exec("BEGIN IMMEDIATE; INSERT INTO UsedNonce VALUES ('theirs', 'test', '2026-01-01T00:00:00.000+00:00')");
console.log("locked");
await once(process.stdin, "data");
connection.exec("COMMIT");
connection.close();
process.stdin.destroy();
