import { useWords } from "#i18n";
import { Chip } from "@/components/ui/chip";
import { formatBytes } from "@/components/ui/format";
import { Time } from "@/components/ui/time";
import type { FileInfo } from "@/lib/products/files/schema";
import { describeFacts } from "./describe-facts";
import { FilePreview } from "./file-preview";
import { FormatLimits } from "./format-limits";
import type { SampleStart } from "./sample-words";

/** Characters from which a title is set smaller, so that what follows stays in sight. */
const LONG_TITLE = 60;

/** The file, at a glance: what it looks like, its title, and what kind of file it is. */
export function FileHeader({ file, sampleFrom }: { file: FileInfo } & SampleStart) {
  return (
    <header className="file-head space-y-4">
      <FilePreview file={file} sampleFrom={sampleFrom} />
      <h1
        className={
          file.title.length > LONG_TITLE ? "text-lg wrap-anywhere sm:text-xl" : "text-xl wrap-anywhere sm:text-2xl"
        }
      >
        <bdi>{file.title}</bdi>
      </h1>
      <Facts file={file} />
      <FormatLimits file={file} />
    </header>
  );
}

function Facts({ file }: { file: FileInfo }) {
  const t = useWords("files");
  const facts = useWords("facts");
  const ui = useWords("ui");
  const { version, versionCreatedAt } = file;
  return (
    <p className="flex flex-wrap gap-1.5">
      {describeFacts(file, { facts, ui }).map((fact) => (
        <Chip key={fact}>
          <bdi>{fact}</bdi>
        </Chip>
      ))}
      <Chip>
        <bdi>{formatBytes(file.size, ui)}</bdi>
      </Chip>
      {version > 1 && (
        <Chip>
          <span>
            {t.rich("version", { number: version, day: <Time key="day" iso={versionCreatedAt} only="day" /> })}
          </span>
        </Chip>
      )}
    </p>
  );
}
