import Type from 'typebox';

/** One DNS-1123 label. */
export const DnsLabel = Type.String({ pattern: '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$' });
/** A DNS name of two labels at least. */
export const DnsName = Type.String({
  pattern: '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$',
  maxLength: 253,
});
/** A Kubernetes quantity without the units that nobody means: `500m`, `0.5`, `512Mi`, `1Gi`. */
export const Quantity = Type.String({ pattern: '^\\d+(\\.\\d+)?(m|Ki|Mi|Gi)?$' });
