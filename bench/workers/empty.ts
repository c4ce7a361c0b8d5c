/** A process that does nothing: how long Node itself takes to reach the first line of a program. */
const started = performance.now();
const { user, system } = process.cpuUsage();
console.log(JSON.stringify({ constructed: started, answered: started, cpu: (user + system) / 1000 }));
