/** The steps of a training run, in order. Each is a template with one container of its name. */
export const TRAINING_STEPS = ['train', 'evaluate', 'gate'] as const;
