export interface Settings {
  readonly name: string;
}

async function ask(): Promise<Settings> {
  const response = await fetch('/api/settings');
  return (await response.json()) as Settings;
}

/** Nothing is rendered before they are known. */
export const settings = await ask();
