import { CopyButton } from "../ui/copy-button";
import { Details } from "../ui/details";
import { QrCode } from "../ui/qr-code";
import { ShareButton } from "../ui/share-button";

/** The link that opens the file on any device, and the ways to put it somewhere safe. */
export function RecoveryLink({ url, title }: { url: string; title: string }) {
  return (
    <section aria-label="Recovery link" className="space-y-3 rounded-md border border-line p-4">
      <h3 className="text-base">Recovery link</h3>
      <p className="text-sm">
        Keep this link: it opens your file on any device, without a wallet. Anyone who has it can download too.
      </p>
      <p className="rounded-sm bg-sunken px-2.5 py-2 font-mono text-xs break-all select-all">
        <bdi>{url}</bdi>
      </p>
      <div className="flex flex-wrap gap-2">
        <ShareButton url={url} title={title} label="Send to myself" look="primary" />
        <CopyButton text={url} label="Copy recovery link" />
      </div>
      <Details summary="Open on another device">
        <QrCode text={url} label="QR code of your recovery link" />
      </Details>
    </section>
  );
}
