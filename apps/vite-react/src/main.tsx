import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { settings } from './settings.ts';

createRoot(document.querySelector('#app')!).render(<App name={settings.name} />);
console.log(`${settings.name} is open`);
