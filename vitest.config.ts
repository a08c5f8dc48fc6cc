import { availableParallelism } from "node:os";
import { join } from "node:path";
import { defineConfig } from "vitest/config";

const root = import.meta.dirname;

export default defineConfig({
  resolve: {
    alias: {
      "@": root,
      // The package's usual entry throws outside Next; this is the one that Next itself uses on the server.
      "server-only": join(root, "node_modules/server-only/empty.js"),
    },
  },
  test: {
    include: [
      "lib/**/*.test.{ts,tsx}",
      "test/**/*.test.ts",
      "house/**/*.test.ts",
      "scripts/**/*.test.ts",
      "server/**/*.test.ts",
      "commands/**/*.test.ts",
      "siege/**/*.test.ts",
      "app/**/*.test.ts",
      "components/**/*.test.{ts,tsx}",
      "torture/**/*.test.ts",
    ],
    // Each test file has its own process, and with it its own settings, database and chain.
    pool: "forks",
    // By default one core is left idle.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    env: { LOG_LEVEL: "silent", NEXT_TELEMETRY_DISABLED: "1" },
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // What a test waits for comes in milliseconds, but for a machine that is busy with other things.
    expect: { poll: { timeout: 15_000 } },
  },
});
