/** The folder with the built framework, named by the content of its sources; built first when it isn't there. */
export function builtFolder(): string;
