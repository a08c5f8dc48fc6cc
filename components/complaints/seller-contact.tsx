/** How a seller may be reached, as a link where it is an address. The server lets no other kind of link through. */
export function SellerContact({ contact }: { contact: string }) {
  if (!/^(?:mailto|https):/.test(contact)) return <bdi>{contact}</bdi>;
  return (
    <a href={contact} rel="noreferrer nofollow ugc" className="wrap-anywhere">
      <bdi>{contact.replace(/^mailto:/, "")}</bdi>
    </a>
  );
}
