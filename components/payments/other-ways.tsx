import { CopyButton } from "../ui/copy-button";
import { Copyable } from "../ui/copyable";
import { Details } from "../ui/details";
import { QrCode } from "../ui/qr-code";

/** Ways to pay that need no wallet in this browser: a phone, or a program. */
export function OtherWays({ url }: { url: string }) {
  return (
    <Details summary="Pay on your phone or from a program">
      <p className="text-sm">Open this page in your wallet app's own browser:</p>
      <div className="flex flex-wrap items-start gap-4">
        <div className="w-36">
          <QrCode text={url} label="QR code of this page" />
        </div>
        <CopyButton text={url} label="Copy link" />
      </div>
      <p className="text-sm">Or pay from the command line:</p>
      <Copyable text={`npm run pay -- ${url}`} copyLabel="Copy command" />
    </Details>
  );
}
