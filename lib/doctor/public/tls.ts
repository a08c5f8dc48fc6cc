import "server-only";
import { isIP } from "node:net";
import { connect } from "node:tls";
import { DAY, SECOND } from "@/lib/clock";
import type { Check, Shop } from "@/lib/doctor/check";
import { type Finding, fine, trouble } from "@/lib/doctor/finding";

/** Certificates are renewed a month before their end (ms). */
const SOON = 14 * DAY;
const TIMEOUT = 10 * SECOND;

/** The certificate of APP_URL, and of DOWNLOAD_ORIGIN: valid for the name, trusted, and when it ends. */
export const certificate: Check = {
  name: "certificate",
  async run(shop) {
    const { appUrl, downloadOrigin } = shop.settings;
    const origins = [appUrl, ...(downloadOrigin ? [downloadOrigin] : [])].filter((one) => one.startsWith("https:"));
    return (await Promise.all(origins.map((origin) => lookAt(origin, shop)))).flat();
  },
};

async function lookAt(about: string, { now, ca }: Shop): Promise<Finding[]> {
  const found = await readCertificate(new URL(about), ca).catch(() => null);
  // Other checks say that it cannot be reached.
  if (found === null) return [];
  return [judge(about, found, now())];
}

type Found = { error: string | null; endsAt: Date };

function judge(about: string, { error, endsAt }: Found, now: Date): Finding {
  if (error !== null) {
    const words = `Browsers and wallets refuse the certificate: ${error}.`;
    return trouble("tls-invalid", {
      about,
      words,
      fix: "Get a new certificate for this name, and let the proxy in front load it.",
    });
  }
  const day = endsAt.toISOString().slice(0, 10);
  const left = Math.floor((endsAt.getTime() - now.getTime()) / DAY);
  if (endsAt.getTime() - now.getTime() < SOON) {
    const words = `The certificate ends on ${day}, in ${left} days. It should have been renewed by now.`;
    return trouble("tls-ends-soon", {
      about,
      words,
      fix: "Look at why it is not renewed (certbot renew --dry-run, or the log of the proxy).",
    });
  }
  return fine("certificate", `The certificate is valid until ${day}.`, about);
}

function readCertificate({ hostname, port }: URL, ca: string | undefined) {
  return new Promise<Found>((resolve, reject) => {
    const host = hostname.replace(/^\[|\]$/g, "");
    const socket = connect({
      host,
      port: Number(port || 443),
      servername: isIP(host) ? undefined : host,
      ca,
      rejectUnauthorized: false,
    });
    socket.setTimeout(TIMEOUT, () => socket.destroy(new Error("there was no response")));
    socket.once("error", reject);
    socket.once("secureConnect", () => {
      const endsAt = new Date(socket.getPeerCertificate().valid_to);
      const error = socket.authorized ? null : wordsOf(socket.authorizationError, endsAt);
      socket.destroy();
      resolve({ error, endsAt });
    });
  });
}

function wordsOf(error: unknown, endsAt: Date): string {
  const code = String((error as { code?: unknown } | null)?.code ?? error);
  const words: Record<string, string> = {
    CERT_HAS_EXPIRED: `it ended on ${endsAt.toISOString().slice(0, 10)}`,
    CERT_NOT_YET_VALID: "it is not valid yet",
    ERR_TLS_CERT_ALTNAME_INVALID: "it is for another name",
    DEPTH_ZERO_SELF_SIGNED_CERT: "it is signed by itself",
    SELF_SIGNED_CERT_IN_CHAIN: "it is signed by an authority that nobody knows",
    UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
      "it is signed by an authority that nobody knows, or the certificate in between is missing",
    UNABLE_TO_VERIFY_LEAF_SIGNATURE:
      "it is signed by an authority that nobody knows, or the certificate in between is missing",
  };
  return words[code] ?? code;
}
