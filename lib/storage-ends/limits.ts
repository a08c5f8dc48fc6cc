/** The operator ends storage at the earliest after so many days: those who paid are told. Shared with the browser. */
export const NOTICE_DAYS = 30;
