import type { ClientConfig } from "@/lib/client-config/schema";
import type { FileInfo } from "@/lib/files/schema";
import { contactHref } from "../layout/contact";
import { Card } from "../ui/card";
import { Copyable } from "../ui/copyable";
import { Details } from "../ui/details";
import { Time } from "../ui/time";

/** For those who look closely: hashes, addresses, commands, and whom to write to. */
export function FileDetails({ file, config }: { file: FileInfo; config: ClientConfig }) {
  const [offer] = file.offers;
  return (
    <Card className="space-y-1 py-3! sm:py-4!">
      <Details summary="Details">
        <dl className="space-y-3 text-sm [&_dt]:mb-1 [&_dt]:text-xs [&_dt]:text-ink-soft">
          <div>
            <dt>File name</dt>
            <dd className="break-all">
              <bdi>{file.name}</bdi>
            </dd>
          </div>
          <div>
            <dt>SHA-256</dt>
            <dd>
              {file.sha256 ? (
                <Copyable text={file.sha256} copyLabel="Copy SHA-256" />
              ) : (
                "Shown after paying: the file is so small that its hash would give it away."
              )}
            </dd>
          </div>
          <div>
            <dt>{file.bytesGoneAt ? "Deleted" : "Stored until at least"}</dt>
            <dd>
              <Time iso={file.storedUntil} />
            </dd>
          </div>
          {offer && (
            <div>
              <dt>Paid to</dt>
              <dd>
                <Copyable text={offer.payTo} copyLabel="Copy payee address" />
              </dd>
            </div>
          )}
          <div>
            <dt>Seller</dt>
            <dd>
              <Copyable text={file.seller.address} copyLabel="Copy seller address" />
            </dd>
          </div>
          {file.offers.map(({ network, networkName, symbol, asset }) => (
            <div key={network}>
              <dt>
                {symbol} on {networkName} ({network})
              </dt>
              <dd>
                <Copyable text={asset} copyLabel={`Copy the address of ${symbol} on ${networkName}`} />
              </dd>
            </div>
          ))}
          <div>
            <dt>{file.free ? "From the command line" : "Pay from the command line or as a program (x402)"}</dt>
            <dd className="space-y-2">
              {!file.free && <Copyable text={`npm run pay -- ${file.url}`} copyLabel="Copy pay command" />}
              <Copyable text={`curl -i ${file.url}`} copyLabel="Copy curl command" />
            </dd>
          </div>
        </dl>
      </Details>
      <Contact file={file} config={config} />
    </Card>
  );
}

function Contact({ file, config }: { file: FileInfo; config: ClientConfig }) {
  const problem = contactHref(config.operatorContact, `Problem with a file: ${file.title}`, `${file.url}\n\n`);
  const report = contactHref(
    config.operatorContact,
    `Report of a file: ${file.title}`,
    `${file.url}\n\nWhat is wrong with it:\n`,
  );
  return (
    <div className="border-t border-line">
      <Details summary="Problem with this file?">
        <div className="space-y-2 text-sm">
          <p>The seller answers for the file and decides about refunds. The seller's wallet is</p>
          <Copyable text={file.seller.address} copyLabel="Copy seller address" />
          {problem && (
            <p>
              Or <a href={problem}>write to the operator of this server</a>.
            </p>
          )}
        </div>
      </Details>
      {report && (
        <p className="border-t border-line pt-1 text-sm">
          <a href={report} className="inline-flex min-h-11 items-center text-ink-soft">
            Report this file
          </a>
        </p>
      )}
    </div>
  );
}
