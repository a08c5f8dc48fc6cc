import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { parseEnv } from "node:util";

/**
 * The settings of the demo: sizes and limits from the shell stay, everything about chains, keys or databases is the
 * devnet's, and `.env` files are ignored. They may contain an operator's real settings.
 *
 * @param {{ port: number, appUrl: string, dataDir: string, rpcUrl: string, gasKey: string, sessionSecretFile: string,
 *   dev: boolean }} demo
 * @returns {Record<string, string | undefined>} a whole environment for the app
 */
export function demoEnvironment(
  { port, appUrl, dataDir, rpcUrl, gasKey, sessionSecretFile, dev },
  root = process.cwd(),
) {
  // A blank value means unset, and keeps a value of a .env file out.
  const blank = Object.fromEntries(namesInEnvFiles(root).map((name) => [name, process.env[name] ?? ""]));
  return {
    ...process.env,
    ...blank,
    NODE_ENV: dev ? "development" : "production",
    NEXT_TELEMETRY_DISABLED: "1",
    APP_URL: appUrl,
    HOST: "127.0.0.1",
    PORT: String(port),
    DATA_DIR: dataDir,
    DATABASE_URL: "",
    NETWORKS: "eip155:31337",
    RPC_URL_31337: rpcUrl,
    RPC_URL_31337_FILE: "",
    FACILITATOR: "embedded",
    GAS_KEY: gasKey,
    GAS_KEY_FILE: "",
    SESSION_SECRET: "",
    SESSION_SECRET_FILE: sessionSecretFile,
    SELLERS: "open",
    ADMINS: "",
    TRUSTED_PROXIES: "",
    SEND_FILES: "",
    DOWNLOAD_ORIGIN: "",
  };
}

function namesInEnvFiles(root) {
  return [".env", ".env.local"]
    .map((name) => join(root, name))
    .filter((path) => existsSync(path))
    .flatMap((path) => Object.keys(parseEnv(readFileSync(path, "utf8"))));
}
