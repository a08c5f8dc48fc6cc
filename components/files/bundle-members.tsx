import { useWords } from "#i18n";
import { factsLine } from "@/components/files/describe-facts";
import { Cover } from "@/components/ui/cover";
import { FileIcon } from "@/components/ui/file-icon";
import type { ShownMember } from "@/lib/products/bundles/schema";

/** How many of them show their picture: each is a request. */
const PICTURES = 8;

/** What is in a bundle, before it is paid for. After that the purchase has the same list with buttons. */
export function BundleMembers({ members }: { members: readonly ShownMember[] }) {
  const t = useWords("bundles");
  return (
    <section className="file-words space-y-3 group-has-[[data-access]]/file:hidden">
      <h2 className="text-lg">{t("inside", { count: members.length })}</h2>
      <p className="text-sm text-ink-soft">{t("payOnce")}</p>
      <ul className="divide-y divide-line border-y border-line">
        {members.map((member, at) => (
          <Member key={member.fileId} member={member} hasPicture={at < PICTURES} />
        ))}
      </ul>
    </section>
  );
}

function Member({ member, hasPicture }: { member: ShownMember; hasPicture: boolean }) {
  const t = useWords("bundles");
  const words = { facts: useWords("facts"), ui: useWords("ui") };
  const { name, mediaType, preview, closed } = member;
  return (
    <li className="flex items-center gap-3 py-2">
      {hasPicture && preview ? (
        <Cover preview={preview} className="size-12" />
      ) : (
        <span className="grid size-12 shrink-0 place-items-center text-accent-ink">
          <FileIcon mediaType={mediaType} className="size-6" />
        </span>
      )}
      <div className="min-w-0 text-sm">
        <p className="font-semibold wrap-anywhere">
          <bdi>{name}</bdi>
        </p>
        <p className="wrap-anywhere text-ink-soft">
          <bdi>{factsLine(member, words)}</bdi>
        </p>
        {closed && <p>{t(`closed_${closed}`)}</p>}
      </div>
    </li>
  );
}
