import { methods, route } from "@/lib/http/route";
import { startSignIn } from "@/lib/sign-in/start-sign-in";

/** `POST /api/operator/sign-in/nonce`: what the message has to contain, with a nonce for this purpose only. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ limit: "signInNonce" }, ({ now }) => startSignIn(now, "operator")),
});
