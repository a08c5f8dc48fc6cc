import { methods, route } from "@/lib/http/route";
import { startSignIn } from "@/lib/sign-in/start-sign-in";

/** `POST /api/sign-in/nonce`: what the message has to contain, with a nonce valid for 10 minutes. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ limit: "signInNonce" }, ({ now }) => startSignIn(now, "sign-in")),
});
