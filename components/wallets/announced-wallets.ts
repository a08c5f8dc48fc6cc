import type { RawProvider } from "./tame-provider";

/** A wallet that announced itself (EIP-6963). */
export type Announced = {
  /** Distinguishes wallets on this page, also two with the same name; another one after a reload. */
  uuid: string;
  /** Reverse domain name of its maker: the same in every visit, and shared by all wallets that say so. */
  rdns: string;
  name: string;
  /** A `data:` picture. Anything else would tell a third party about the visit. */
  icon?: string;
  provider: RawProvider;
};

/** The longest name that is shown, in characters. */
const NAME_MAX = 60;

/**
 * Asks wallets to announce themselves, now and whenever one arrives later.
 *
 * @param found called once for each wallet
 */
export function watchAnnounced(found: (wallet: Announced) => void): void {
  const known = new Set<unknown>();
  window.addEventListener("eip6963:announceProvider", (event) => {
    const wallet = readAnnounced((event as CustomEvent<unknown>).detail);
    // Some announce the same provider again, under a new uuid each time.
    if (!wallet || known.has(wallet.uuid) || known.has(wallet.provider)) return;
    known.add(wallet.uuid).add(wallet.provider);
    found(wallet);
  });
  window.dispatchEvent(new Event("eip6963:requestProvider"));
}

function readAnnounced(detail: unknown): Announced | null {
  const { info, provider } = (detail ?? {}) as { info?: Record<string, unknown>; provider?: Partial<RawProvider> };
  if (!info || typeof provider?.request !== "function") return null;
  const text = (member: unknown) => (typeof member === "string" ? member.trim() : "");
  const [uuid, rdns, icon] = [text(info.uuid), text(info.rdns), text(info.icon)];
  if (!uuid) return null;
  const name = [...text(info.name)].slice(0, NAME_MAX).join("") || rdns || uuid;
  return {
    uuid,
    rdns: rdns || uuid,
    name,
    icon: icon.startsWith("data:image/") ? icon : undefined,
    provider: provider as RawProvider,
  };
}
