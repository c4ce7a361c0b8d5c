/** Writes a file of invented customers: node src/make-sample.ts [how many] > customers.csv */
const count = Number(process.argv[2] ?? 1000);
if (!Number.isSafeInteger(count) || count < 1) {
  console.error('How many customers? For a thousand: node src/make-sample.ts 1000 > customers.csv');
  process.exit(1);
}
const surnames = ['Smith', 'Jones', 'García', 'Nguyen', 'Müller', 'Rossi', 'Silva', 'Kim', 'Novák', 'Okafor'];
const fields = ['Dental', 'Eye', 'Skin', 'Family', 'Sports', 'Travel', 'Heart'];
const lines = Array.from({ length: count }, (_, index) => {
  const surname = surnames[index % surnames.length];
  const field = fields[index % fields.length];
  return `clinic-${index + 1},"Dr. ${surname}, ${field} Clinic"\n`;
});
process.stdout.write(`id,name\n${lines.join('')}`);
