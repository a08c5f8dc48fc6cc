import { useWords } from "#i18n";
import { contactHref } from "@/components/layout/contact";
import { Copyable } from "@/components/ui/copyable";
import { Details } from "@/components/ui/details";
import type { ClientConfig } from "@/lib/client-config/schema";
import type { FileInfo } from "@/lib/products/files/schema";
import { FileContents } from "./file-contents";
import { FileFacts } from "./file-facts";
import { FileProofs } from "./file-proofs";
import { SampleLink } from "./sample-link";
import { SellerTerms } from "./seller-terms";

type Props = {
  file: FileInfo;
  /** As safe HTML; empty if there is none. */
  readme: string;
  config: ClientConfig;
};

/** Below the description: facts, proofs for experts, and what to do about a problem. */
export function FileDetails({ file, readme, config }: Props) {
  const t = useWords("page");
  return (
    <div className="file-more space-y-6">
      <SampleLink file={file} />
      <FileContents file={file} readme={readme} />
      <FileFacts file={file} />
      <div className="divide-y divide-line border-y border-line [&_details[open]]:pb-4">
        <Details summary={t("experts")}>
          <FileProofs file={file} />
        </Details>
        <Problem file={file} config={config} />
      </div>
    </div>
  );
}

function Problem({ file, config }: { file: FileInfo; config: ClientConfig }) {
  const t = useWords("files");
  const { title, url } = file;
  const problem = contactHref(config.operatorContact, t("mailProblem", { title }), `${url}\n\n`);
  return (
    <>
      {/* A buyer has a form for it, which reaches the seller: see AccessBox. */}
      <div className="group-has-[[data-complaint]]/file:hidden">
        <Details summary={t("problem")}>
          <div className="space-y-2 text-sm">
            <SellerTerms seller={file.seller} />
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
      <p className="text-sm">
        <a href={`/f/${file.id}/report`} rel="nofollow" className="inline-flex min-h-11 items-center text-ink-soft">
          {t("report")}
        </a>
      </p>
    </>
  );
}
