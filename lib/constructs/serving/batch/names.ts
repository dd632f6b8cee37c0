/** The one step of a batch run, and its container. */
export const PREDICT_STEP = 'predict';
