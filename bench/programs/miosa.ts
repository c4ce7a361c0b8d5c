import { MiosaClient } from 'miosa-client';

/** A client, and a call of each of its namespaces. */
const miosa = new MiosaClient({ apiKey: null, baseUrl: '/api/miosa' });
const { data } = await miosa.projects.list();
const { id } = await miosa.workspaces.create({ name: 'Dr. Smith Clinic' });
const domain = await miosa.previewDomain.get({ workspaceId: id });
console.log(data.length, domain.status);
