import type { ComponentResourceOptions } from '@pulumi/pulumi';
import { Certificate, CertificateValidation } from '@pulumi/aws/acm';
import { Record as DnsRecord, Zone } from '@pulumi/aws/route53';
import type { Network } from './network';
import { Part } from './part';
import type { Site } from './part';

/** Zones of the environment: one that only the VPC knows, one for customers, and below it one for the platform's own pages. */
export class Names extends Part {
  readonly public: Zone;
  readonly platform: Zone;

  constructor({ environment, settings }: Site, network: Network, options: ComponentResourceOptions) {
    super('names', options);
    const keep = { ...this.inside, protect: settings.keeps };
    new Zone(
      'private',
      { name: environment.privateZone, vpcs: [{ vpcId: network.vpc.id }], comment: 'Stores that are made elsewhere' },
      keep,
    );
    this.public = new Zone('public', { name: environment.domain, comment: 'Entry points' }, keep);
    // External DNS looks for a zone of this name, and may write in no other
    const platform = `platform.${environment.domain}`;
    this.platform = new Zone('platform', { name: platform, comment: 'Pages of the platform' }, keep);
    new DnsRecord(
      'platform',
      { zoneId: this.public.id, name: platform, type: 'NS', ttl: 3600, records: this.platform.nameServers },
      this.inside,
    );
    // the AWS Load Balancer Controller finds the certificate by the names it covers
    this.certificate(`*.${platform}`, this.platform);
  }

  /** A certificate that is valid once the zone is delegated to; AWS renews it as long as its record stays. */
  certificate(domainName: string, zone: Zone): CertificateValidation {
    const certificate = new Certificate(domainName, { domainName, validationMethod: 'DNS' }, this.inside);
    const proof = certificate.domainValidationOptions.apply((all) => all[0]!);
    const record = new DnsRecord(
      `${domainName}-proof`,
      {
        zoneId: zone.id,
        name: proof.resourceRecordName,
        type: proof.resourceRecordType,
        records: [proof.resourceRecordValue],
        ttl: 300,
      },
      this.inside,
    );
    return new CertificateValidation(
      domainName,
      { certificateArn: certificate.arn, validationRecordFqdns: [record.fqdn] },
      this.inside,
    );
  }
}
