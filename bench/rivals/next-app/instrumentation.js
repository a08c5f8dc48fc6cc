/** Without one of its own, Next takes the app's, two folders up. */
export function register() {}
