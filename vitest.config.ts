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
      "app",
      "bench",
      "commands",
      "components",
      "house",
      "lib",
      "scripts",
      "server",
      "siege",
      "test",
      "torture",
    ].map((folder) => `${folder}/**/*.test.{ts,tsx}`),
    // Test files share processes, since to load the code takes longer than most of them run. Each begins as if it were the first.
    pool: "forks",
    isolate: false,
    setupFiles: ["test/as-in-a-new-process.ts"],
    restoreMocks: true,
    unstubEnvs: true,
    // Three on two cores: much of the time is spent waiting for blocks and other processes.
    maxWorkers: availableParallelism() + 1,
    env: { LOG_LEVEL: "silent", NEXT_TELEMETRY_DISABLED: "1" },
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // What a test waits for comes in milliseconds, but for a machine that is busy with other things.
    expect: { poll: { timeout: 15_000 } },
  },
});
