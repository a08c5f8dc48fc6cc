import "server-only";
import { sameSecret } from "@/lib/ids";
import { settings } from "@/lib/settings/settings";
import { isLocalPeer } from "./client-ip";

/**
 * Whether a request may read the operator's numbers: with METRICS_TOKEN as a bearer token, or, without that setting,
 * from this machine.
 */
export function isOperator(headers: Headers): boolean {
  const { metricsToken } = settings();
  if (metricsToken === undefined) return isLocalPeer(headers);
  const [, shown = ""] = /^Bearer +(\S+)$/i.exec(headers.get("authorization") ?? "") ?? [];
  return sameSecret(shown, metricsToken);
}
