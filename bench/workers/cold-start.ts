/** Reports when a process had made its client, and when it had its first answer, in milliseconds since it began. */
import { connect } from '#peer';
import { stubBaseUrl, stubFor } from '../support/stub.ts';

const peer = process.argv[2] ?? '';
const call = connect({ baseUrl: stubBaseUrl, fetch: stubFor(peer) });
const constructed = performance.now();
const answer = await call();
const answered = performance.now();
const { user, system } = process.cpuUsage();
if (typeof answer !== 'object' || answer === null) throw new Error('The answer is no page.');
console.log(JSON.stringify({ constructed, answered, cpu: (user + system) / 1000 }));
