// Frozen at build, so nothing of the settings is here: one build serves any instance. Headers that depend on the
// settings, and the strict Content-Security-Policy of pages, are set by scripts/start.mjs.

import { previewBots } from "./lib/http/preview-bots.mjs";
import { baselinePolicy, staticHeaders, workerPolicy } from "./scripts/lib/security-headers.mjs";

/** Next compares without regard to case only what is spelt so. */
const anyCase = (text) => text.replace(/[a-z]/gi, (letter) => `[${letter.toLowerCase()}${letter.toUpperCase()}]`);

/** Accepts a page, unless it says `text/html;q=0`. */
const wantsPage = `.*${anyCase("text/html")}(?!\\s*;\\s*[qQ]=0(?:\\.0*)?\\s*(?:,|$)).*`;

/** @type {import("next").NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  // Titles, previews and the link to the machine-readable facts stand in the head of every answer, not behind it for
  // browsers that would move them there by script.
  htmlLimitedBots: /.*/,
  turbopack: { root: import.meta.dirname },
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
  async headers() {
    return [
      { source: "/:path*", headers: staticHeaders },
      {
        // Where scripts/start.mjs has set a stricter one, it says so in the request.
        source: "/:path*",
        missing: [{ type: "header", key: "content-security-policy" }],
        headers: [{ key: "Content-Security-Policy", value: baselinePolicy(process.env.NODE_ENV === "development") }],
      },
      {
        // The only `.mjs` of a build.
        source: "/_next/static/media/:name(.*\\.mjs)",
        headers: [{ key: "Content-Security-Policy", value: workerPolicy }],
      },
    ];
  },
  async rewrites() {
    return {
      // One link: `/f/{fileId}` is the file behind 402, and the page for browsers, for the app's own navigation and for
      // preview bots. All of `missing` has to be missing.
      beforeFiles: [
        {
          source: "/f/:fileId",
          missing: [
            { type: "header", key: "accept", value: wantsPage },
            { type: "header", key: "rsc" },
            { type: "header", key: "user-agent", value: `.*(?:${previewBots.map(anyCase).join("|")}).*` },
          ],
          destination: "/api/files/:fileId",
        },
      ],
    };
  },
};
