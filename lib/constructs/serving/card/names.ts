/** Name of the container that shows the card. */
export const CARD_CONTAINER = 'card';

/** The card's name in its ConfigMap, and so in the folder where that is mounted. */
export const CARD_FILE = 'card.yaml';
