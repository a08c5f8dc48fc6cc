import "server-only";
import type { Shop } from "@/lib/doctor/check";
import { type Finding, fine, trouble } from "@/lib/doctor/finding";
import { askShop, whyNot } from "./ask-shop";

type Reached = { kind: "shop" } | { kind: "other"; status: number } | { kind: "silent"; why: string };

/** Where the shop listens on this machine. */
function localOrigin({ settings: { host, port } }: Shop): string {
  const address = host === "0.0.0.0" ? "127.0.0.1" : host === "::" ? "::1" : host;
  return `http://${address.includes(":") ? `[${address}]` : address}:${port}`;
}

/** Whether the running shop can be reached by its public URL, and if not, whose fault it is. */
export async function reach(shop: Shop): Promise<{ isReached: boolean; findings: Finding[] }> {
  const { appUrl } = shop.settings;
  const local = localOrigin(shop);
  const [outside, inside] = [await knock(shop, appUrl), await knock(shop, local)];
  if (outside.kind === "shop") {
    return { isReached: true, findings: [fine("reach", "The shop answers by its public URL.", appUrl)] };
  }
  return { isReached: false, findings: [explain(outside, inside, { appUrl, local })] };
}

async function knock(shop: Shop, origin: string): Promise<Reached> {
  try {
    const { isShops, status } = await askShop(shop, { kind: "seen", origin });
    return isShops ? { kind: "shop" } : { kind: "other", status };
  } catch (error) {
    return { kind: "silent", why: whyNot(error) };
  }
}

function explain(outside: Reached, inside: Reached, { appUrl, local }: { appUrl: string; local: string }): Finding {
  const about = "APP_URL";
  if (inside.kind === "silent" && outside.kind === "silent") {
    const words = `No shop answers, neither at ${local} (${inside.why}) nor at ${appUrl} (${outside.why}).`;
    return trouble("shop-not-running", { about, words, fix: "Start it with npm start, and read what it prints." });
  }
  if (outside.kind === "other" && inside.kind !== "shop") {
    const words = `Something answers at ${appUrl} (status ${outside.status}), but not as a shop with this SESSION_SECRET does.`;
    const fix =
      "Run this command with the same settings, and on the same machine or in the same container, as the shop. An older version of " +
      "the shop, and a proxy that removes X-Filekiosk-Doctor from requests, look the same.";
    return trouble("shop-unrecognised", { about, words, fix });
  }
  if (outside.kind === "other") {
    const words = `The shop runs at ${local}, but ${appUrl} leads to something else (status ${outside.status}).`;
    const fix = "Correct APP_URL, its name in DNS, or the target of the proxy in front.";
    return trouble("url-leads-elsewhere", { about, words, fix });
  }
  const why = outside.kind === "silent" ? outside.why : "";
  const words = `${appUrl} cannot be reached from this machine: ${why}.`;
  const fix =
    inside.kind === "shop"
      ? "The shop itself runs. Look at the proxy in front, the firewall, and the name in DNS. Some routers do not lead back to their own address: then look from outside."
      : "Look at the proxy in front, the firewall, and the name in DNS.";
  return trouble("url-unreachable", { about, words, fix });
}
