import "server-only";
import type { Check } from "@/lib/doctor/check";
import { fine, trouble } from "@/lib/doctor/finding";
import type { PageFile } from "@/lib/legal/page-files";
import { allPageFiles } from "@/lib/legal/write-templates";

/** Pages of the operator that visitors do not see although there is a file. */
export const legalPages: Check = {
  name: "legal-pages",
  run({ settings: { dataDir, termsUrl } }) {
    const findings = allPageFiles(dataDir).flatMap((file) => [
      ...(whyNotShown(file) ?? []),
      ...(termsUrl !== undefined && /\bterms(\.\w+)?\.md$/.test(file.path) ? [unused(file)] : []),
    ]);
    return findings.length > 0 ? findings : [fine("legal-pages", "Every page in DATA_DIR/pages is shown.")];
  },
};

function whyNotShown({ path, gaps, problem }: PageFile) {
  if (gaps.length > 0) {
    return [
      trouble("page-has-gaps", {
        about: path,
        words: `This page still has gaps, so visitors do not see it: ${gaps.slice(0, 5).join(", ")}.`,
        fix: "Replace what is between [[ and ]], or delete it.",
      }),
    ];
  }
  if (problem === null) return null;
  return [
    trouble("page-unreadable", {
      about: path,
      words:
        problem === "too-large"
          ? "This page is larger than 100 KiB, so visitors do not see it."
          : "This page cannot be read as UTF-8 text, so visitors do not see it.",
      fix:
        problem === "too-large"
          ? "Shorten it, or set TERMS_URL to where the terms are."
          : "Save it as UTF-8, readable for the user that runs the shop.",
    }),
  ];
}

function unused({ path }: PageFile) {
  return trouble("page-unused", {
    about: path,
    words: "TERMS_URL is set, so this page is not shown.",
    fix: "Unset TERMS_URL to show the page, or delete the file.",
  });
}
