/** Label of a Service that says which pods it reaches, for metrics. */
export const ROLE = 'modelgate.dev/role';
