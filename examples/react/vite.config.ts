import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { miosaProxy, openMiosa } from './miosa-proxy.ts';

export default defineConfig(async ({ command }) => {
  const proxy = command === 'serve' ? miosaProxy(await openMiosa()) : {};
  // The list of public suffixes is nearly half of what the page loads.
  const build = { chunkSizeWarningLimit: 700 };
  return { plugins: [react()], build, server: { proxy }, preview: { proxy } };
});
