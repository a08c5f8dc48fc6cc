import "server-only";
import { perProcess } from "@/lib/process";
import type { Settings } from "./parse-settings";
import { settings } from "./settings";

/** A part of a path or query that is as long as this may be an access key. */
const KEY_LENGTH = 16;

/**
 * A text without what the settings say about other servers: hosts, passwords and access keys of nodes, facilitators and mail
 * servers, however an error spells them. Unchanged as long as there are no settings.
 */
export function withoutOtherServers(text: string): string {
  const known = knownParts();
  return known ? text.replace(known, "[address]") : text;
}

function knownParts(): RegExp | null {
  const current = settingsIfAny();
  if (!current) return null;
  const kept = perProcess("other-servers", () => ({ of: new WeakMap<Settings, RegExp | null>() }));
  if (!kept.of.has(current)) kept.of.set(current, patternOf(current));
  return kept.of.get(current) ?? null;
}

function settingsIfAny(): Settings | null {
  try {
    return settings();
  } catch {
    return null;
  }
}

function patternOf(current: Settings): RegExp | null {
  const { rpcUrls, facilitators, smtpUrl, operatorWebhookUrl, ntfyUrl } = current;
  const remote = Object.values(facilitators).flatMap((one) => (one.kind === "remote" ? [one.url] : []));
  const urls = [...Object.values(rpcUrls).flat(), ...remote, smtpUrl, operatorWebhookUrl, ntfyUrl];
  const ours = new URL(current.appUrl).hostname;
  const parts = urls.flatMap((url) => (url && URL.canParse(url) ? partsOf(new URL(url)) : []));
  const hidden = [...new Set(parts)].filter((part) => part !== "" && part !== ours).sort((a, b) => b.length - a.length);
  return hidden.length === 0 ? null : new RegExp(hidden.map(escapeText).join("|"), "gi");
}

function partsOf({ host, hostname, port, username, password, pathname, searchParams }: URL): string[] {
  const keys = [...pathname.split("/"), ...searchParams.values()].filter((part) => part.length >= KEY_LENGTH);
  // An address of this machine says nothing by itself, and is in many other messages.
  const name = /^(?:localhost|127\.|\[::1\])/.test(hostname) ? [] : [hostname];
  return [...(port ? [host] : []), ...name, ...[username, password].map(decodeURIComponent), ...keys];
}

const escapeText = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
