import { buildApp } from '../run-next.ts';

export default buildApp;
