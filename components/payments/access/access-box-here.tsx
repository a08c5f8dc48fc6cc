"use client";

import { type ComponentProps, lazy } from "react";
import type { AccessBox } from "./access-box";

// Not by `next/dynamic`, which weighs more than a kilobyte before Pay.
const Part = lazy(() => import("./access-box").then((loaded) => ({ default: loaded.AccessBox })));

/** The purchase, on a page that is rendered with it. Its code is loaded only then: visitors who have not bought do without. */
export function AccessBoxHere(props: ComponentProps<typeof AccessBox>) {
  return <Part {...props} />;
}
