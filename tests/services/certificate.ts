import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** A certificate for 127.0.0.1 that nobody vouches for, and the settings by which a broker shows it. */
export function makeCertificate(folder: string): {
  /** For NODE_EXTRA_CA_CERTS. */
  readonly file: string;
  readonly brokerSettings: Readonly<Record<string, string>>;
} {
  const [file, key, keystore] = ['certificate.pem', 'key.pem', 'keystore.p12'].map((name) =>
    join(folder, name),
  ) as [string, string, string];
  const openssl = (...args: string[]): unknown => execFileSync('openssl', args, { stdio: 'pipe' });
  openssl(
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost'],
    ...['-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', file],
  );
  openssl(
    ...['pkcs12', '-export', '-in', file, '-inkey', key, '-passout', 'pass:changeit', '-out', keystore],
  );
  return {
    file,
    brokerSettings: {
      'ssl.keystore.type': 'PKCS12',
      'ssl.keystore.location': keystore,
      'ssl.keystore.password': 'changeit',
      'ssl.truststore.type': 'PKCS12',
      'ssl.truststore.location': keystore,
      'ssl.truststore.password': 'changeit',
      'ssl.endpoint.identification.algorithm': '',
    },
  };
}
