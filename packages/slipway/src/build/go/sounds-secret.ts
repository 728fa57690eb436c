/**
 * Whether a variable's name says that its value is a secret. Secrets may stand in the global environment; their values
 * are in no record and no fingerprint.
 */
export function soundsSecret(name: string): boolean {
  return /TOKEN|SECRET|PASSW|PASSPHRASE|CREDENTIAL|PRIVATE|API_?KEY|ACCESS_KEY/i.test(name);
}
