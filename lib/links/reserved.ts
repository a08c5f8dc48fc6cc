import "server-only";
import { foldLetters, lookOf } from "./fold";

/** Words that a buyer could take for the shop, its operator or one of its pages. */
const handles = `
  about abuse account accounts admin administrator anonymous api app apps assets auth base billing blog buy buyer buyers card
  cards checkout circle coinbase contact copyright dashboard demo devnet doctor dmca docs download downloads email embed
  everyone facilitator faq feed file filekiosk files gift gifts health healthz help home host imprint index info legal link
  links login logout mail me metamask metrics moderator money mod news null official oembed operator orders owner page pages
  password pay payment payments payout paypal privacy profile purchase purchases qr readyz receipt receipts refund refunds report
  reports robots root rss safe safety sale sales search secure security sell seller sellers server settings shop shops signin
  signup sitemap staff status storage store stripe support system team terms test tether undefined unknown upload uploads usdc usdt
  user users verified verify version visa wallet wallets walletconnect web webhook webmaster well-known www x402 you
  administrateur aide assistance boutique compte confidentialite conditions equipe mentions moderateur officiel operateur
  paiement remboursement securite serveur vendeur verifie
  المشرف مشرف المدير مدير الادارة ادارة الدعم دعم المساعدة مساعدة رسمي الرسمي موثق الموقع المتجر متجر البائع المشتري الدفع دفع
  المحفظة الخادم الامان
`;

/** Pages that a seller's page may have one day. */
const slugs = "about atom card contact embed feed files index info page picture report rss sitemap robots";

const looksOf = (words: string) =>
  new Set(
    words
      .trim()
      .split(/\s+/u)
      .map((word) => lookOf(foldLetters(word))),
  );
const reservedHandles = looksOf(handles);
const reservedSlugs = looksOf(slugs);

/** @param operatorName nobody but the operator may be called so */
export function isReservedHandle(name: string, operatorName: string | undefined): boolean {
  const look = lookOf(name);
  if (reservedHandles.has(look)) return true;
  const operators = lookOf(foldLetters(operatorName ?? "").replace(/[^\p{L}\p{M}\d]/gu, ""));
  return operators !== "" && look === operators;
}

export function isReservedSlug(name: string): boolean {
  return reservedSlugs.has(lookOf(name));
}
