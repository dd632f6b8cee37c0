import fc from 'fast-check';

/**
 * The same random cases in every clone, so that a test which passed for whoever made a change passes for whoever takes it.
 * `FAST_CHECK_SEED=$RANDOM npm test` looks for others.
 */
fc.configureGlobal({ seed: Number(process.env['FAST_CHECK_SEED'] ?? 20_261_121) });
