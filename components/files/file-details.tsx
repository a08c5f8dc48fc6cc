import type { ReactNode } from "react";
import { useWords } from "#i18n";
import { contactHref } from "@/components/layout/contact";
import { lookCommand, payCommand } from "@/components/offers/pay-command";
import { Card } from "@/components/ui/card";
import { Copyable } from "@/components/ui/copyable";
import { Details } from "@/components/ui/details";
import { EndDate } from "@/components/ui/end-date";
import type { ClientConfig } from "@/lib/client-config/schema";
import type { FileInfo } from "@/lib/products/files/schema";

/** Details for those who want them: hashes, addresses, commands, and contacts. */
export function FileDetails({ file, config }: { file: FileInfo; config: ClientConfig }) {
  const t = useWords("files");
  const [offer] = file.offers;
  return (
    <Card className="space-y-1 py-3! sm:py-4!">
      <Details summary={t("details")}>
        <dl className="space-y-3 text-sm [&_dt]:mb-1 [&_dt]:text-xs [&_dt]:text-ink-soft">
          <Fact name={t("fileName")}>
            <bdi className="break-all">{file.name}</bdi>
          </Fact>
          <Fact name={t("sha256")}>
            {file.sha256 ? <Copyable text={file.sha256} copyLabel={t("copySha256")} /> : t("sha256Hidden")}
          </Fact>
          {file.state === "on-sale" && (
            <Fact name={t("onSaleUntil")}>
              <EndDate iso={file.saleEndsAt} />
            </Fact>
          )}
          <Fact name={t(file.bytesGoneAt ? "deleted" : "storedUntil")}>
            <EndDate iso={file.storedUntil} />
          </Fact>
          {offer && (
            <Fact name={t("paidTo")}>
              <Copyable text={offer.payTo} copyLabel={t("copyPayee")} />
            </Fact>
          )}
          <Fact name={t("seller")}>
            <Copyable text={file.seller.address} copyLabel={t("copySeller")} />
          </Fact>
          {file.offers.map(({ network, networkName, symbol, asset }) => {
            const token = { symbol, network: networkName };
            return (
              <Fact
                key={network}
                name={
                  <>
                    {t("tokenOn", token)} <bdi>({network})</bdi>
                  </>
                }
              >
                <Copyable text={asset} copyLabel={t("copyToken", token)} />
              </Fact>
            );
          })}
          <Fact name={t(file.free ? "commandLine" : "commandLinePay")}>
            <div className="space-y-2">
              {!file.free && <Copyable text={payCommand(file.url, file.price)} copyLabel={t("copyPay")} />}
              <Copyable text={lookCommand(file.url)} copyLabel={t("copyCurl")} />
            </div>
          </Fact>
        </dl>
      </Details>
      <Contact file={file} config={config} />
    </Card>
  );
}

function Fact({ name, children }: { name: ReactNode; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Contact({ file, config }: { file: FileInfo; config: ClientConfig }) {
  const t = useWords("files");
  const { title, url } = file;
  const problem = contactHref(config.operatorContact, t("mailProblem", { title }), `${url}\n\n`);
  return (
    <div>
      {/* Who has bought has a form for it, which reaches the seller: see AccessBox. */}
      <div className="border-t border-line group-has-[[data-complaint]]/file:hidden">
        <Details summary={t("problem")}>
          <div className="space-y-2 text-sm">
            <p>{t("problemWords")}</p>
            <Copyable text={file.seller.address} copyLabel={t("copySeller")} />
            {problem && (
              <p>
                {t.rich("problemOperator", {
                  link: (words) => (
                    <a key="link" href={problem}>
                      {words}
                    </a>
                  ),
                })}
              </p>
            )}
          </div>
        </Details>
      </div>
      <p className="border-t border-line pt-1 text-sm">
        <a href={`/f/${file.id}/report`} rel="nofollow" className="inline-flex min-h-11 items-center text-ink-soft">
          {t("report")}
        </a>
      </p>
    </div>
  );
}
