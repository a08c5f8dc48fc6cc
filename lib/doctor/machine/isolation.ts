import "server-only";
import type { Check } from "@/lib/doctor/check";
import { fine, trouble } from "@/lib/doctor/finding";
import { arePreviewsWithoutNetwork } from "@/lib/previews/run-program";

/** Programs that decode strangers' pictures: whether they run without a network. */
export const isolation: Check = {
  name: "isolation",
  run() {
    if (arePreviewsWithoutNetwork()) {
      return [fine("isolation", "Programs that decode uploaded pictures have no network.")];
    }
    return [
      trouble("previews-not-isolated", {
        words:
          "Programs that decode uploaded pictures can reach the network here, because this system does not let them start in a " +
          "network of their own. They still run without your settings, with limits, and cannot write files.",
        fix: "Allow user namespaces (sysctl kernel.unprivileged_userns_clone=1, or the container's security options) and install util-linux (unshare).",
      }),
    ];
  },
};
