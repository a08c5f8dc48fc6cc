/** The seller's contact, as a link if it is an address. The server allows no other kind of link. */
export function SellerContact({ contact }: { contact: string }) {
  if (!/^(?:mailto|https):/.test(contact)) return <bdi>{contact}</bdi>;
  return (
    <a href={contact} rel="noreferrer nofollow ugc" className="wrap-anywhere">
      <bdi>{contact.replace(/^mailto:/, "")}</bdi>
    </a>
  );
}
