import { useWords } from "#i18n";
import { lookCommand, payProgram } from "@/components/offers/pay-command";
import { WholeCode } from "@/components/ui/code";
import type { FileInfo } from "@/lib/products/files/schema";
import { Fact } from "./file-facts";

/** For experts: the hash, all addresses, and how to pay without this page, wherever the reader is. */
export function FileProofs({ file }: { file: FileInfo }) {
  const t = useWords("files");
  const page = useWords("page");
  const bundles = useWords("bundles");
  const hash = file.bundle ? file.bundle.manifestSha256 : file.sha256;
  const [offer] = file.offers;
  return (
    <dl className="space-y-3 text-sm [&_dt]:mb-1 [&_dt]:text-xs [&_dt]:text-ink-soft">
      <Fact name={file.bundle ? bundles("manifest") : t("sha256")}>
        {hash ? <WholeCode code={hash} /> : t("sha256Hidden")}
      </Fact>
      {offer && (
        <Fact name={t("paidTo")}>
          <WholeCode code={offer.payTo} />
        </Fact>
      )}
      <Fact name={t("seller")}>
        <WholeCode code={file.seller.address} />
      </Fact>
      {file.offers.map(({ network, networkName, symbol, asset }) => {
        const name = (
          <>
            {t("tokenOn", { symbol, network: networkName })} <bdi>({network})</bdi>
          </>
        );
        return (
          <Fact key={network} name={name}>
            <WholeCode code={asset} />
          </Fact>
        );
      })}
      <Fact name={file.free ? t("commandLine") : page("lookAt")}>
        <WholeCode code={lookCommand(file.url)} />
      </Fact>
      {offer && (
        <Fact name={page("payWith")}>
          <p className="mb-2">{page("payWithWhy")}</p>
          <WholeCode code={payProgram(file.url, file.name, offer)} />
        </Fact>
      )}
    </dl>
  );
}
