import type { ReactNode } from "react";
import { Notice } from "@/components/ui/notice";

type Props = {
  title: string;
  /** That this page needs script, and why. */
  noScript: string;
  noScriptWhy: string;
  children: ReactNode;
};

/** A page for links whose secret is in the fragment, which servers do not see: script on the page reads it. */
export function FragmentPage({ title, noScript, noScriptWhy, children }: Props) {
  return (
    <div className="mx-auto w-full max-w-xl space-y-5 px-4 pt-6 sm:px-6 sm:pt-10">
      <h1 className="text-2xl">{title}</h1>
      <noscript>
        <Notice tone="warn" className="mb-4" title={noScript}>
          <p>{noScriptWhy}</p>
        </Notice>
      </noscript>
      {children}
    </div>
  );
}
