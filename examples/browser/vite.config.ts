import { fileURLToPath } from 'node:url';
import type { UserConfig } from 'vite';

const file = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

const config: UserConfig = {
  root: import.meta.dirname,
  build: {
    // The page's Content-Security-Policy lets no `data:` URL through.
    assetsInlineLimit: 0,
    rolldownOptions: { input: [file('index.html'), file('demo.html')] },
  },
};

export default config;
