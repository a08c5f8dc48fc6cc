import { type ComponentType, useEffect, useState } from "react";
import { Button } from "../ui/button";
import { Notice } from "../ui/notice";
import { Spinner } from "../ui/spinner";
import type { SellFormProps } from "./sell-form";

/** The form, which arrives while the first bytes leave. */
export function LazySellForm(props: SellFormProps) {
  const [Form, setForm] = useState<ComponentType<SellFormProps> | null>(null);
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    if (failed) return;
    import("./sell-form").then(
      ({ SellForm }) => setForm(() => SellForm),
      () => setFailed(true),
    );
  }, [failed]);

  if (Form) return <Form {...props} />;
  if (!failed) {
    return (
      <p role="status" className="flex items-center gap-3 text-sm text-ink-soft">
        <Spinner /> One moment…
      </p>
    );
  }
  return (
    <Notice role="alert" tone="bad" title="The form could not be loaded.">
      <p>Your upload goes on. Check your connection and try again.</p>
      <Button size="sm" onClick={() => setFailed(false)}>
        Try again
      </Button>
    </Notice>
  );
}
