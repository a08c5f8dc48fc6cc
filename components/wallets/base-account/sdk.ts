import { createBaseAccountSDK as createSdk } from "@base-org/account/browser";

/**
 * Stands in for `@base-org/account` in the build (next.config.js): wagmi's connector imports the whole package, which holds
 * payments and subscriptions of its own, and chains that nobody asks for. Only this function is used, so only it is loaded.
 */

type Options = Parameters<typeof createSdk>[0];

/** `createBaseAccountSDK`, without its request for this page's own headers: at a file's link that is a request for its price. */
export function createBaseAccountSDK(options: Options): ReturnType<typeof createSdk> {
  const { fetch } = window;
  // It is made before `createSdk` returns, so nobody else can meet this.
  window.fetch = async () => new Response(null, { headers: { "Cross-Origin-Opener-Policy": OPENER_POLICY } });
  try {
    return createSdk(options);
  } finally {
    window.fetch = fetch;
  }
}

/** Of every page here (server/security-headers.ts). */
const OPENER_POLICY = "same-origin-allow-popups";
