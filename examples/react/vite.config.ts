import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { miosaProxy, openMiosa } from './miosa-proxy.ts';

export default defineConfig(async ({ command }) => {
  const proxy = command === 'serve' ? miosaProxy(await openMiosa()) : {};
  return { plugins: [react()], server: { proxy }, preview: { proxy } };
});
