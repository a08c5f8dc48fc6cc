import "server-only";
import type { Check } from "@/lib/doctor/check";
import { fine, trouble } from "@/lib/doctor/finding";
import { confinement } from "@/lib/previews/confinement/confinement";

/** Programs that decode strangers' pictures: what they can reach. */
export const isolation: Check = {
  name: "isolation",
  async run() {
    const { network, files } = await confinement();
    if (!network && !files) {
      const words = "Programs that decode uploaded pictures can read nothing but their input, and have no network.";
      return [fine("isolation", words)];
    }
    const reach = network ? "reach the network and read the shop's files" : "read the shop's files and settings";
    return [
      trouble("previews-not-isolated", {
        words:
          `Programs that decode uploaded pictures can ${reach} here. They still run without your settings in their ` +
          "environment, with limits, and cannot write files.",
        fix:
          "Install util-linux 2.41 or newer (Debian 13, Ubuntu 25.04), whose setpriv keeps them from both; or let the shop's user " +
          "make user namespaces and mount in them (sysctl kernel.unprivileged_userns_clone=1, on Ubuntu " +
          "kernel.apparmor_restrict_unprivileged_userns=0; under systemd the unit of docs/operate).",
      }),
    ];
  },
};
