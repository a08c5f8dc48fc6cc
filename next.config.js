// Frozen at build, so nothing of the settings is here: one build serves any instance. Headers, and who answers `/f/{fileId}`, are
// the server's around Next (server/).

/** @type {import("next").NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  // Titles, previews and the link to the machine-readable facts stand in the head of every answer, not behind it for
  // browsers that would move them there by script.
  htmlLimitedBots: /.*/,
  turbopack: {
    root: import.meta.dirname,
    // Of Base Account's package only `createBaseAccountSDK`, which wagmi imports, and never its part for servers.
    resolveAlias: { "@base-org/account": "./components/wallets/base-account/sdk.ts" },
  },
  // `npm test` checks the types by themselves; somebody who starts the demo need not wait for it.
  typescript: { ignoreBuildErrors: true },
  // Nothing here resizes pictures; without this the server would offer to.
  images: { unoptimized: true },
  // Next knows `server-only` in app routes; a Pages API route needs it compiled.
  transpilePackages: ["server-only"],
  serverExternalPackages: [
    "better-sqlite3",
    "@prisma/adapter-better-sqlite3",
    "@prisma/client",
    "@prisma/schema-engine-wasm",
    "pino",
  ],
};
