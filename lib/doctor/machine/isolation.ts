import "server-only";
import type { Check } from "@/lib/doctor/check";
import { fine, trouble } from "@/lib/doctor/finding";
import { confinement } from "@/lib/previews/confinement/confinement";

/** Programs that decode strangers' pictures: what they can reach. */
export const isolation: Check = {
  name: "isolation",
  async run() {
    const { network, files } = await confinement();
    if (!network) {
      const reads = files ? "" : ", and cannot read the shop's files and settings";
      return [fine("isolation", `Programs that decode uploaded pictures have no network${reads}.`)];
    }
    return [
      trouble("previews-not-isolated", {
        words:
          "Programs that decode uploaded pictures can reach the network and read the shop's files here. They still run without " +
          "your settings in their environment, with limits, and cannot write files.",
        fix:
          "Install util-linux 2.41 or newer (Debian 13, Ubuntu 25.04), whose setpriv keeps them away from both; or allow user " +
          "namespaces (sysctl kernel.unprivileged_userns_clone=1) and install util-linux, which takes the network from them.",
      }),
    ];
  },
};
