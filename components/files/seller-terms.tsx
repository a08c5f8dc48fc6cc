import { useWords } from "#i18n";
import type { Seller } from "@/lib/products/files/schema";

const policies = {
  "no-refunds": "policyNoRefunds",
  "if-faulty": "policyIfFaulty",
  "within-14-days": "policyWithin14Days",
} as const;

/** The seller's refund policy and contact, before anybody pays. Their words are text, never markup. */
export function SellerTerms({ seller }: { seller: Seller }) {
  const t = useWords("refunds");
  const { refundPolicy, refundNote, contact } = seller;
  return (
    <>
      <p>
        {t(refundPolicy ? policies[refundPolicy] : "policyNone")}
        {refundNote && (
          <>
            {" "}
            <bdi className="break-words">{refundNote}</bdi>
          </>
        )}
      </p>
      {contact && <p>{t.rich("contact", { contact: <Contact contact={contact} /> })}</p>}
    </>
  );
}

/** Only an e-mail address and an https page become a link; everything else is text. */
function Contact({ contact }: { contact: string }) {
  const isMail = contact.startsWith("mailto:");
  const text = <bdi className="wrap-anywhere">{isMail ? contact.slice("mailto:".length) : contact}</bdi>;
  if (isMail) return <a href={contact}>{text}</a>;
  if (!contact.startsWith("https://")) return text;
  return (
    <a href={contact} target="_blank" rel="noreferrer nofollow ugc">
      {text}
    </a>
  );
}
