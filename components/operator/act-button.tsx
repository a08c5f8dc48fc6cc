"use client";

import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { useAct } from "./use-act";

type Props = { method: "POST" | "DELETE"; path: string; children: ReactNode };

/** Does one thing that needs no further words, such as lifting a block. */
export function ActButton({ method, path, children }: Props) {
  const act = useAct();
  return (
    <>
      <Button look="secondary" size="sm" busy={act.busy} onClick={() => act.send(method, path)}>
        {children}
      </Button>
      {act.trouble && <Notice role="alert" tone="bad" title={act.trouble} />}
    </>
  );
}
