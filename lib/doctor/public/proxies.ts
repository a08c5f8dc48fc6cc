import "server-only";
import type { Check } from "@/lib/doctor/check";
import { type Finding, fine, trouble } from "@/lib/doctor/finding";
import { seenSchema } from "@/lib/doctor-probe/schema";
import { askShop } from "./ask-shop";

/** An address of no network (RFC 5737), as a visitor might write it there to look like somebody else. */
const FORGED = "192.0.2.123";
const NO_HEADER = "With nginx: proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;";

/** How many proxies write X-Forwarded-For, against TRUSTED_PROXIES: each adds the address that it was asked from. */
export const proxies: Check = {
  name: "proxies",
  async run(shop) {
    const { appUrl, trustedProxies } = shop.settings;
    const headers = { "X-Forwarded-For": FORGED };
    const { body, localPort } = await askShop(shop, { kind: "seen", origin: appUrl, headers });
    const seen = seenSchema.parse(JSON.parse(body.toString()));
    const entries = (seen.forwardedFor ?? "").split(",").map((entry) => entry.trim());
    // Some proxies replace what a visitor wrote.
    const written = entries.filter((entry) => entry !== "").slice(entries.indexOf(FORGED) + 1).length;
    return [judge(written, trustedProxies, seen.peerPort === localPort)];
  },
};

function judge(written: number, trusted: number, isDirect: boolean): Finding {
  const about = "TRUSTED_PROXIES";
  const found = `Requests by the public URL come through ${count(written)} that write X-Forwarded-For, and TRUSTED_PROXIES is ${trusted}.`;
  const fix = `Set TRUSTED_PROXIES=${written}, unless visitors come another way than this machine does.`;
  if (written === 0 && !isDirect) {
    const words =
      "Something in front forwards requests without X-Forwarded-For: all visitors look like one and share its limits.";
    return trouble("proxy-hides-visitors", { about, words, fix: `Let it add the visitor's address. ${NO_HEADER}` });
  }
  if (trusted === 0 && written > 0) {
    return trouble("proxies-uncounted", {
      about,
      words: `${found} All visitors count as one address and share its limits.`,
      fix,
    });
  }
  if (trusted > written) {
    return trouble("proxies-overcounted", {
      about,
      words: `${found} Visitors can forge their address and escape limits.`,
      fix,
    });
  }
  if (trusted < written) {
    return trouble("proxies-undercounted", {
      about,
      words: `${found} All visitors count as the address of a proxy.`,
      fix,
    });
  }
  const words =
    written === 0
      ? "There is no proxy in front, and none is trusted."
      : `${count(written)} in front, as many as are trusted.`;
  return fine("proxies", words, about);
}

const count = (proxies: number) => `${proxies} ${proxies === 1 ? "proxy" : "proxies"}`;
