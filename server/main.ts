import { join } from "node:path";
import { loadEnvFiles } from "@/lib/settings/env-files";

/**
 * The program behind `npm start`. `--dev` serves the development build instead; `--no-env-files` ignores `.env` files.
 */

const root = join(import.meta.dirname, "..");
const dev = process.argv.includes("--dev");

process.chdir(root);
// Other users of this machine read nothing that the shop writes; nor does its group, unless nginx sends files (`lib/boot.ts`).
process.umask(process.umask() | 0o027);
Object.assign(process.env, { NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: dev ? "development" : "production" });
const fileNames = loadEnvFiles(root, process.argv.includes("--no-env-files") ? [] : undefined);

// Not earlier: the log reads its level as soon as it is loaded.
const { serve } = await import("./serve");
await serve({ root, dev, fileNames });
