/** The code under test: a platform's own module, which makes its client where it is loaded. */
const { MiosaClient } = require('miosa-client');

const miosa = new MiosaClient({ apiKey: process.env.MIOSA_API_KEY ?? 'msk_test_jest' });

/** Opens the first project of a customer, who may be new. */
exports.signUp = async (customerId, clinic) => {
  const slug = `customer-${customerId}`;
  const { workspace } = await miosa.workspaces.ensure({ slug, name: clinic });
  return miosa.projects.ensure({ workspaceId: workspace.id, name: 'Lead Magnet', slug: 'lead-magnet' });
};
